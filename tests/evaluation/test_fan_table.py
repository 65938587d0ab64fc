"""The fan table: who is counted, and what is not said."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from nextcour.evaluation.fan_table import ENDED_DAYS, fan_table, joined, of_scored
from nextcour.evaluation.fans import BANDS, LEAST_ROWS, Kind
from nextcour.forecast.panel import DAYS_A_MONTH, Event
from tests.evaluation.origins import DATA_DAY, origins

ORIGINS = origins(lines=600)
TABLE = of_scored(ORIGINS, DATA_DAY)


def test_popular_shows_came_back_more_often_and_the_model_said_so() -> None:
    low, high = (TABLE.cell(Kind.MANGA, words).within[0] for words in ("below 50", "above 90"))
    assert low.seen is not None
    assert high.seen is not None
    assert high.seen > low.seen
    assert high.low <= high.seen <= high.high
    assert high.said > low.said


def test_rows_are_series_that_ended_at_most_two_years_before() -> None:
    panel = joined([one.panel for one in ORIGINS])
    wanted = (
        ~np.isnan(panel.demand)
        & ~panel.on_air
        & (panel.ended >= 0)
        & (panel.ended <= ENDED_DAYS)
        & (panel.column("disc") == 0)
        & (panel.outcomes[Event.ANNOUNCED].follow >= 24 * DAYS_A_MONTH)
    )
    assert TABLE.n == wanted.sum()
    of_kinds = [cell.within[0].n for cell in TABLE.cells if cell.kind in (Kind.MANGA, Kind.ORIGINAL)]
    assert sum(of_kinds) == TABLE.n


def test_few_rows_show_only_how_many_they_are() -> None:
    small = of_scored(origins(lines=40), DATA_DAY)
    few = [share for cell in small.cells for share in cell.within if share.n < LEAST_ROWS]
    assert any(share.n for share in few)
    assert all(share.seen is share.low is share.said is share.events is None for share in few)


def test_what_came_after_the_day_asked_about_does_not_count() -> None:
    day = dt.date(2016, 1, 1)
    table = fan_table(joined([one.panel for one in ORIGINS]), day)
    assert table.n
    assert max(table.landmarks) + dt.timedelta(days=24 * DAYS_A_MONTH) <= day


def test_without_a_model_nothing_is_said() -> None:
    table = fan_table(joined([one.panel for one in ORIGINS]), DATA_DAY)
    assert all(share.said is None for cell in table.cells for share in cell.within)
    assert [c.within[0].seen for c in table.cells] == [c.within[0].seen for c in TABLE.cells]


def test_an_unknown_band_is_refused() -> None:
    assert TABLE.cell(Kind.MANGA, BANDS[0][2]).kind is Kind.MANGA
    with pytest.raises(KeyError):
        TABLE.cell(Kind.MANGA, "top")
