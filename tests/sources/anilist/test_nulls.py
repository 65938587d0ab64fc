"""Whatever the schema lets AniList send is read without a fault, and nothing hostile comes out."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import msgspec
import pytest
from graphql import DocumentNode, GraphQLSchema, SelectionSetNode, parse
from hypothesis import given, settings
from hypothesis import strategies as st

from nextcour.catalog.dates import FuzzyDate
from nextcour.catalog.entry import Format, SourceMaterial
from nextcour.catalog.text import MAX_TITLE, is_clean
from nextcour.facts.observation import FIELDS, Observation
from nextcour.sources.anilist.adapter import follow, observations
from nextcour.sources.anilist.queries import BY_ID
from nextcour.sources.anilist.wire import Media
from tests.replay.anilist import schema, titles
from tests.replay.graphql import fields, operation
from tests.replay.made_up import HOSTILE, values, without
from tests.sources.running import TODAY

# What the schema says is never null, at the places where we ask for it.
NEVER = frozenset({"id", "airingAt", "episode", "name", "isAnimationStudio", "isMain", "site", "date"})


def read(record: Any) -> tuple[Observation, ...]:
    """The way of an answer: bytes, wire types, observations."""
    media = msgspec.json.decode(json.dumps(record), type=Media)
    assert isinstance(follow(media), tuple)
    return observations(media, TODAY)


def check(rows: tuple[Observation, ...]) -> None:
    assert len({(row.field, row.valid_from) for row in rows}) == len(rows)
    for row in rows:
        assert row.field.partition(".")[0] in FIELDS
        assert row.field.isprintable()
        assert " " not in row.field
        assert len(row.field) < 120
        assert row.url.startswith(("https://", "http://"))
        assert row.url.isprintable()
        assert row.valid_from is None or row.valid_from <= TODAY
        value = json.loads(row.value)
        name = row.field.partition(".")[0]
        if name == "demand":
            assert isinstance(value, int)
            assert value >= 0
        elif name in {"premiere", "finale"}:
            assert value is None or FuzzyDate(*value).earliest is not None
        elif name == "format":
            assert value is None or Format(value)
        elif name == "source_material":
            assert value is None or SourceMaterial(value)
        elif name == "relation":
            assert value is True
        elif name == "next_episode" and value is not None:
            assert dt.datetime.fromisoformat(value["at"]).tzinfo
        for text in value if isinstance(value, list) else [value]:
            if isinstance(text, str) and name not in {"stream", "official_site"}:
                assert text
                assert is_clean(text)
                assert len(text) <= MAX_TITLE


@pytest.mark.parametrize("record", titles(), ids=lambda record: str(record["id"]))
def test_each_part_of_our_own_records_may_be_null(record: dict[str, Any]) -> None:
    count = 0
    for changed in without(record, NEVER):
        check(read(changed))
        count += 1
    assert count > 30


def test_a_record_may_hold_nothing_but_its_id() -> None:
    check(read({"id": 1} | {name: None for name in titles()[0] if name != "id"}))
    check(read({"id": 1}))


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_texts_come_out_clean_wherever_they_stand(text: str) -> None:
    record = titles()[0]

    def poisoned(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: poisoned(part) for name, part in value.items()}
        if isinstance(value, list):
            return [poisoned(part) for part in value]
        return text if isinstance(value, str) else value

    check(read(poisoned(record)))
    check(read(record | {"title": dict.fromkeys(("romaji", "english", "native"), text), "synonyms": [text] * 300}))


def test_markup_in_a_title_stays_text() -> None:
    record = titles()[0] | {"title": {"romaji": "<i>Kumo</i> &amp; Machi", "english": None, "native": None}}
    assert [row.value for row in read(record) if row.field == "title.ja-Latn"] == ['"<i>Kumo</i> &amp; Machi"']


def _asked() -> tuple[DocumentNode, SelectionSetNode | None]:
    document = parse(BY_ID)
    page = fields(document, operation(document).selection_set)[0]
    media = next(node for node in fields(document, page.selection_set) if node.name.value == "media")
    return document, media.selection_set


def _records() -> st.SearchStrategy[Any]:
    contract: GraphQLSchema | None = schema()
    if contract is None:
        return st.nothing()
    document, chosen = _asked()
    record = values(contract, document, contract.type_map["Media"], chosen)
    return record.filter(lambda value: value is not None)


@pytest.mark.skipif(schema() is None, reason="../shared is not here: AniList's schema is a contract that does not ship")
@settings(max_examples=300)
@given(record=_records())
def test_whatever_the_schema_allows_is_read(record: dict[str, Any]) -> None:
    check(read(record))
