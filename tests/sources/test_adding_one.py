"""The steps of docs/sources.md for a provider of one's own, followed to the letter."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from nextcour.facts.observation import Key, Provider
from nextcour.sources import registry
from nextcour.sources.registry import Listing, build, listing
from nextcour.sources.source import Source
from nextcour.store.facts.sql_store import open_store
from nextcour.syncing.due import by_themselves
from nextcour.syncing.outcome import Outcome, State
from nextcour.syncing.session import Session
from nextcour.syncing.wanted import Show
from tests.conftest import ROOT
from tests.replay.server import ReplayServer, Reply, Sent, reset, status, too_many, truncated, web_page
from tests.sources import contract
from tests.sources.running import TODAY, client, mal, values
from tests.store.facts.examples import new_file


class ExampleServer(ReplayServer):
    """Knows the shows 1 to 20."""

    def answer(self, sent: Sent) -> Reply:
        number = int(sent.path.rpartition("/")[2])
        return Reply.json({"members": number * 100}) if number <= 20 else status(404)


def part(name: str) -> str:
    text = (ROOT / "docs" / "sources.md").read_text(encoding="utf-8")
    found = re.search(rf"<!-- {name} -->\n *```python\n(.*?) *```\n *<!-- /{name} -->", text, re.S)
    assert found is not None
    return textwrap.dedent(found[1])


@pytest.fixture
def added(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Listing:
    """The module and its registration, as the page has them; only the place is another folder."""
    (tmp_path / "one_of_ones_own.py").write_text(part("provider"), encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    names: dict[str, Any] = {**vars(registry)}
    entry: Listing = eval(part("registration"), names)
    module, _, maker = entry.place.partition(":")
    assert module == "nextcour.sources.example"
    entry = msgspec.structs.replace(entry, place=f"one_of_ones_own:{maker}")
    monkeypatch.setattr(registry, "_LISTED", (*registry.listings(), entry))
    return entry


@pytest.fixture
def server() -> Iterator[ExampleServer]:
    with ExampleServer() as running:
        yield running


def test_it_keeps_to_what_every_source_keeps_to(added: Listing, server: ExampleServer) -> None:
    with client() as http:

        def make() -> Source:
            return build("example", http, url=server.base)

        batches = contract.check_source(make, [*mal(*range(1, 23)), Key(Provider.ANN, "5")], TODAY)
    found = [row for batch in batches for row in batch.observations]
    assert values(found, 7) == {f"demand.members@{TODAY}": 700}
    assert len(found) == 20, "21 and 22 are not there, and that is no fault"
    assert "needs a MyAnimeList id" in batches[0].problems[0].why
    assert (added.name, added.title) == (make().name, make().title)


@pytest.mark.parametrize(
    "fault",
    [status(500), too_many("86400"), reset(), web_page(), truncated(Reply.json({"members": 1}))],
    ids=["500", "429 for a day", "reset", "a web page", "cut short"],
)
def test_it_gives_up_as_every_source_does(added: Listing, server: ExampleServer, fault: Reply) -> None:
    server.misbehave(fault, always=True)
    with client() as http:
        contract.check_down(lambda: build("example", http, url=server.base), wanted=mal(1, 2, 3), today=TODAY)


def test_it_is_listed_scheduled_and_synced_like_the_others(
    added: Listing, server: ExampleServer, tmp_path: Path
) -> None:
    assert listing("example") is added
    assert added in by_themselves()
    store = open_store(new_file(tmp_path / "facts.sqlite"))
    done: list[Outcome] = []
    with client() as http:
        asking = Session(store, lambda name: build(name, http, url=server.base), TODAY, tmp_path / "locks", done.append)
        asking.ask(added, [Show("a show", frozenset(mal(3)))])
    assert (done[0].state, done[0].counts.new, done[0].problems) == (State.DONE, 1, ())
    (fact,) = store.latest(mal(3))
    assert (fact.observation.source, fact.observation.value) == ("example", "300")
