"""Pages of `nextcour write` handed to `nextcour check`: as they are, and with one fact changed.

A sample of the catalogue; `NEXTCOUR_ALL_PAGES=1` takes every line (hours), `NEXTCOUR_ALL_PAGES=500` so many.
`bench/check_mutations.py` prints the figures.
"""

from __future__ import annotations

import os
from collections import Counter

import pytest

from bench.check_changes import changes
from bench.check_mutations import SEED, Outcome, page_outcome
from bench.check_pages import check_page, line_ids, with_sentence, write
from nextcour.articles.edition import Lang
from nextcour.bootstrap import Engine

SELF, CHANGED = 40, 5  # lines of a quick run


def chosen(engine: Engine, usual: int) -> list[str]:
    asked = os.environ.get("NEXTCOUR_ALL_PAGES", "")
    lines = line_ids(engine, SEED)
    return lines[:usual] if not asked else lines if asked == "1" else lines[: int(asked)]


@pytest.mark.parametrize("lang", list(Lang), ids=lambda lang: lang.value)
def test_nothing_in_a_written_page_is_contradicted(engine: Engine, lang: Lang) -> None:
    made = [page_outcome(engine, line, lang, only_self=True) for line in chosen(engine, SELF)]
    pages = [one for one in made if one is not None]
    assert len(pages) >= 0.9 * len(made)
    assert not [(one.line, one.alarms) for one in pages if one.alarms]
    assert sum(one.claims >= 3 for one in pages) >= 0.9 * len(pages)


@pytest.mark.parametrize("lang", list(Lang), ids=lambda lang: lang.value)
def test_a_changed_fact_is_contradicted_and_nothing_beside_it(engine: Engine, lang: Lang) -> None:
    made = [page_outcome(engine, line, lang) for line in chosen(engine, CHANGED)]
    seen = [change for one in made if one is not None for change in one.seen]
    refutable = [change for change in seen if change.refutable]
    missed = [(change.what, change.answer) for change in refutable if not change.caught]
    assert len(refutable) >= 4 * len(made)
    assert len(missed) <= 0.05 * len(refutable), missed
    assert not [change for change in seen if not change.refutable and not change.caught]
    assert sum(bool(change.beside) for change in seen) <= 0.01 * len(seen), [c.beside for c in seen if c.beside]


def test_every_kind_of_fact_that_pages_state_is_changed(engine: Engine) -> None:
    kinds: Counter[str] = Counter()
    for line in line_ids(engine, SEED)[:60]:
        written = write(engine, line, Lang.EN)
        if written is not None:
            kinds.update(change.what for change in changes(written, engine.library, SEED))
    assert kinds.keys() >= {
        "first_air_date",
        "finale",
        "season",
        "episodes",
        "installments",
        "studio",
        "source_material",
        "adaptation",
        "announced",
        "platform",
        "director",
        "staff",
        "author",
        "relative_time",
    }


def test_changes_are_the_same_in_every_language(engine: Engine) -> None:
    told: list[list[tuple[str, str]]] = []
    for lang in Lang:
        written = write(engine, "akudama-drive", lang)
        assert written is not None
        made = changes(written, engine.library, SEED)
        told.append([(one.what, one.right) for one in made])
        assert len(told[-1]) >= 8
    assert told[0] == told[1] == told[2]


def test_a_change_touches_one_sentence(engine: Engine) -> None:
    written = write(engine, "akudama-drive", Lang.EN)
    assert written is not None
    before = [one.text for section in written.edition.sections for one in section.sentences]
    for change in changes(written, engine.library, SEED):
        after = [one.text for section in change.edition.sections for one in section.sentences]
        assert len(set(after) - set(before)) == 1
        assert len(set(before) - set(after)) <= 1


def test_a_sentence_that_a_page_has_not_cannot_be_changed(engine: Engine) -> None:
    written = write(engine, "akudama-drive", Lang.EN)
    assert written is not None
    with pytest.raises(ValueError, match="no such sentence"):
        with_sentence(written.edition, "This is nowhere.", "Nor this.")


def test_an_alarm_and_a_miss_are_told_apart(engine: Engine) -> None:
    """The measure itself: a page with a false sentence in it is an alarm."""
    written = write(engine, "akudama-drive", Lang.EN)
    assert written is not None
    false = next(one for one in changes(written, engine.library, SEED) if one.what == "episodes")
    checked = check_page(engine, false.edition)
    assert {claim.value for claim in checked.claims if claim.verdict == "contradicted"} == set(false.values)
    outcome = page_outcome(engine, "akudama-drive", Lang.EN)
    assert isinstance(outcome, Outcome)
    assert not outcome.alarms
