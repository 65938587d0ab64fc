"""The bundled catalogue with the curated abbreviations."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench.title_queries import Members, is_right
from nextcour.bootstrap import Engine
from nextcour.catalog.titles.keys import forms
from nextcour.catalog.titles.match import match
from nextcour.catalog.titles.normalise import Folding, compact
from nextcour.store import bundle, curated

ROOT = Path(__file__).resolve().parents[3]
TUNE = ROOT / "tests" / "fixtures" / "queries_tune.jsonl"


def test_every_abbreviation_names_a_title_of_the_catalogue(folding: Folding) -> None:
    wanted = {folding.fold(title): item.short for item in curated.abbreviations() for title in item.titles}
    titles = {title.text for entry in bundle.read()[0].entries for title in entry.titles}
    missing = wanted.keys() - {folding.fold(title) for title in titles}
    # The rest name a part of a title: look at the forms of those that begin alike.
    for title in titles if missing else ():
        if missing and any(name[:2] in folding.fold(title) for name in missing):
            missing -= {text for text, _, _, _ in forms(title, folding)}
    assert not {wanted[name] for name in missing}


def test_no_abbreviation_stands_twice(folding: Folding) -> None:
    seen: dict[str, tuple[str, ...]] = {}
    for item in curated.abbreviations():
        short = compact(folding.fold(item.short))
        assert short
        assert item.lang in ("en", "ja", "zh")
        assert seen.setdefault(short, item.titles) == item.titles, f"{item.short} means two things"


def test_han_variants_fold_to_a_form_that_is_no_variant() -> None:
    han = curated.han()
    assert han[ord("銀")] == ord("银")
    assert not set(han.values()) & set(han)


def test_the_tune_half_is_matched(engine: Engine) -> None:
    library = engine.library
    members = Members(library.franchise(name) for name in library.franchise_ids())
    cases = [json.loads(line) for line in TUNE.read_text(encoding="utf-8").splitlines()]
    wrong = [
        case["query"] for case in cases if not is_right(match(library.titles, case["query"]), case["expect"], members)
    ]
    assert len(wrong) <= len(cases) * 0.05, wrong


@pytest.mark.parametrize("query", ["銀魂", "akudama drvie", "gundam", "asdkfjh", "K", "86", "3"])
def test_a_query_is_read_alike_from_the_file_and_again(query: str, engine: Engine) -> None:
    first = match(engine.library.titles, query)
    assert match(engine.library.titles, query) == first
