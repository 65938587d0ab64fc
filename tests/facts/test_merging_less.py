"""A source that says the same with less does not take away what the catalogue knows."""

from __future__ import annotations

import pytest

from nextcour.catalog.dates import FuzzyDate
from nextcour.catalog.entry import Format
from nextcour.facts.merging import _says_less


@pytest.mark.parametrize(
    ("value", "old", "less"),
    [
        (FuzzyDate(2017, 2), FuzzyDate(2017, 2, 3), True),
        (FuzzyDate(2017), FuzzyDate(2017, 2), True),
        (FuzzyDate(2017, 3), FuzzyDate(2017, 2, 3), False),
        (FuzzyDate(2017, 2, 4), FuzzyDate(2017, 2, 3), False),
        (FuzzyDate(2017, 2, 3), FuzzyDate(2017, 2), False),
        (FuzzyDate(2017, 2), FuzzyDate(), False),
    ],
)
def test_the_month_of_a_known_day_says_less(value: FuzzyDate, old: FuzzyDate, less: bool) -> None:
    assert _says_less(value, old, "anilist") is less


def test_a_source_of_coarse_kinds_does_not_undo_a_finer_one() -> None:
    assert _says_less(Format.TV, Format.TV_SHORT, "bangumi-data")
    assert not _says_less(Format.TV, Format.TV_SHORT, "anilist"), "it tells shorts from series itself"
    assert not _says_less(Format.MOVIE, Format.TV, "bangumi-data")
