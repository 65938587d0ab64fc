"""A season that is announced for a month, a season of the year or a year: what `ask` says of when."""

from __future__ import annotations

import datetime as dt

import pytest

from nextcour.answers.ask import answer
from nextcour.answers.outlook import DATED
from nextcour.forecast.interface import Subject
from nextcour.forecast.model import Chance, Forecast, Window
from tests.facts.shows import LATER
from tests.store.test_prepared import TODAY, Prepared, ask, here, keep, second, small

__all__ = ["here", "small"]  # fixtures


@pytest.mark.parametrize(
    ("said", "headline", "first", "last"),
    [
        ({"premiere": [2027, 4, None]}, "Season 2 is announced for Apr 2027.", (2027, 4, 1), (2027, 4, 30)),
        (
            {"premiere": [2027, None, None], "season": ["FALL", 2027]},
            "Season 2 is announced for Fall 2027.",
            (2027, 9, 21),
            (2027, 12, 31),
        ),
        (
            {"premiere": None, "season": ["WINTER", 2027]},
            "Season 2 is announced for Winter 2027.",
            (2026, 12, 22),
            (2027, 3, 31),
        ),
    ],
)
def test_a_published_month_or_season_is_a_plan(
    here: Prepared,
    said: dict[str, object],
    headline: str,
    first: tuple[int, int, int],
    last: tuple[int, int, int],
) -> None:
    keep(here.store, second(LATER, **said))
    found = ask(here.engine())
    assert found.headline == headline
    assert found.forecast is not None
    window = found.forecast.window
    assert window is not None
    assert (window.p10, window.p90) == (dt.date(*first), dt.date(*last))
    assert found.forecast.model == DATED
    assert not found.forecast.premiere


class Lag:
    """A forecast that knows how long others took."""

    name = "lag"

    def __init__(self, *days: dt.date) -> None:
        self._window = Window(*days) if days else None

    def forecast(self, subject: Subject, as_of: dt.date) -> Forecast:
        return Forecast(as_of, {}, {12: Chance(0.5, 0.4, 0.6)}, None, self._window, self.name, as_of, None)


@pytest.mark.parametrize(
    ("lag", "window"),
    [
        ((dt.date(2026, 10, 1), dt.date(2027, 3, 1), dt.date(2028, 2, 1)), ("2027-01-01", "2027-03-01", "2027-12-31")),
        ((dt.date(2027, 2, 1), dt.date(2027, 3, 1), dt.date(2027, 9, 1)), ("2027-02-01", "2027-03-01", "2027-09-01")),
        ((dt.date(2026, 8, 1), dt.date(2026, 9, 1), dt.date(2026, 10, 1)), ("2027-01-01", "2027-07-02", "2027-12-31")),
        ((), ("2027-01-01", "2027-07-02", "2027-12-31")),
    ],
)
def test_a_published_year_cuts_the_window_of_the_forecast(
    here: Prepared, lag: tuple[dt.date, ...], window: tuple[str, str, str]
) -> None:
    keep(here.store, second(LATER, premiere=[2027, None, None]))
    engine = here.engine()
    found = answer("akudama drive season 2", TODAY, library=engine.library, model=lambda: Lag(*lag))
    assert found.headline == "Season 2 is announced for 2027."
    assert found.forecast is not None
    made = found.forecast.window
    assert made is not None
    assert (made.p10.isoformat(), made.p50.isoformat(), made.p90.isoformat()) == window
    assert found.forecast.premiere, "the chances are still those of the forecast"
    assert any("cut to that year" in note for note in found.forecast.notes)


def test_a_season_is_known_from_the_day_it_was_shown_and_gives_way_to_a_day(here: Prepared) -> None:
    keep(here.store, second(LATER, premiere=[2027, None, None]))
    august, october = dt.date(2026, 8, 1), dt.date(2026, 10, 1)
    keep(here.store, second(august, premiere=[2027, None, None], season=["FALL", 2027]))
    keep(here.store, second(october, premiere=[2027, 10, 3], season=["FALL", 2027]))
    engine = here.engine()
    told = {day: ask(engine, day).headline for day in (LATER, august, october)}
    assert list(told.values()) == [
        "Season 2 is announced for 2027.",
        "Season 2 is announced for Fall 2027.",
        "Season 2 is announced for 3 Oct 2027.",
    ]


def test_a_season_of_another_year_than_the_premiere_is_passed_over(here: Prepared) -> None:
    keep(here.store, second(LATER, premiere=[2027, None, None], season=["FALL", 2028]))
    assert ask(here.engine()).headline == "Season 2 is announced for 2027."
