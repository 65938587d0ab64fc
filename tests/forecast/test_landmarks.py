"""Landmark rows: who is at risk, and what counts as seen."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from nextcour.forecast.landmarks import Seen, panel
from nextcour.forecast.panel import Event
from nextcour.forecast.periods import INTERVALS, cumulative, periods, season_starts, thinned
from tests.signals.test_position import CHRONICLE

DAY = dt.date.fromisoformat
WHOLE = Seen(DAY("2020-01-01").toordinal(), DAY("2020-01-01").toordinal())


def row(day: str, line: str, seen: Seen = WHOLE) -> dict[Event, tuple[float, float]] | None:
    found = panel(CHRONICLE, [DAY(day)], seen)
    names = [found.lines[one] for one in found.line]
    if line not in names:
        return None
    at = names.index(line)
    return {event: (float(one.days[at]), float(one.follow[at])) for event, one in found.outcomes.items()}


def test_a_waiting_line_is_followed_to_its_announcement_and_premiere() -> None:
    found = row("2016-01-01", "f")
    assert found is not None
    premiere = (DAY("2017-01-05") - DAY("2016-01-01")).days
    assert found[Event.PREMIERE][0] == premiere
    assert found[Event.ANNOUNCED][0] == premiere - 200
    assert found[Event.MOVIE][0] == (DAY("2018-01-05") - DAY("2016-01-01")).days - 200


def test_once_announced_a_line_is_no_longer_at_risk() -> None:
    assert row("2016-10-01", "f") is None


def test_a_later_cour_of_the_same_installment_is_no_event() -> None:
    found = row("2017-02-01", "f")
    assert found is not None
    assert found[Event.ANNOUNCED][0] == np.inf
    assert found[Event.PREMIERE][0] == np.inf


def test_a_show_that_runs_for_years_is_not_at_risk() -> None:
    assert row("2016-01-01", "e") is None
    assert row("2010-06-01", "e") is not None


def test_an_event_beyond_the_follow_up_is_not_seen() -> None:
    short = Seen(DAY("2016-12-31").toordinal(), DAY("2016-03-01").toordinal())
    found = row("2016-01-01", "f", short)
    assert found is not None
    assert found[Event.PREMIERE] == (np.inf, 365.0)
    assert found[Event.ANNOUNCED] == (np.inf, 60.0)


def test_another_source_can_complete_what_the_catalogue_lacks() -> None:
    line = CHRONICLE.lines.index("s")
    later = Seen(WHOLE.premieres_to, WHOLE.announcements_to, {line: DAY("2018-05-01").toordinal()}, {line: (736_800,)})
    found = row("2018-01-01", "s", later)
    assert found is not None
    assert found[Event.ANNOUNCED][0] == 120
    assert found[Event.MOVIE][0] == 736_800 - DAY("2018-01-01").toordinal()
    assert row("2018-06-01", "s", later) is None


def test_a_panel_needs_a_day() -> None:
    with pytest.raises(ValueError, match="landmark"):
        panel(CHRONICLE, [], WHOLE)


def test_an_interval_counts_only_when_it_was_followed_to_its_end() -> None:
    found = panel(CHRONICLE, [DAY("2016-01-01")], WHOLE)
    known_to = DAY("2016-06-30").toordinal()  # 181 days: one interval of three months is over, the second is not
    some = periods(found, Event.ANNOUNCED, known_to)
    assert set(some.interval.tolist()) == {0}
    assert not some.came.any()
    everything = periods(found, Event.ANNOUNCED, WHOLE.premieres_to)
    at = found.lines.index("f")
    mine = found.line[everything.row] == at
    assert everything.interval[mine].max() == 1, "announced after 170 days, in the second interval"
    assert everything.came[mine].sum() == 1


def test_thinning_keeps_every_event_and_the_weight_of_the_rest() -> None:
    days = [DAY(f"{year}-{month:02}-01") for year in range(2015, 2019) for month in range(1, 13)]
    found = panel(CHRONICLE, days, WHOLE)
    whole = periods(found, Event.ANNOUNCED, WHOLE.premieres_to)
    thin = thinned(whole, found, 4)
    assert thin.came.sum() == whole.came.sum()
    assert len(thin.row) < len(whole.row)
    assert thin.weight.sum() == pytest.approx(whole.weight.sum(), rel=0.35)


def test_chances_are_made_of_hazards_and_never_fall() -> None:
    hazards = np.random.default_rng(1).uniform(0, 0.3, (50, INTERVALS))
    chances = cumulative(hazards)
    assert np.all(np.diff(chances, axis=1) >= 0)
    assert np.allclose(1 - chances[:, 2], (1 - hazards[:, 0]) * (1 - hazards[:, 1]) * (1 - hazards[:, 2]))


def test_the_seasons_that_an_interval_holds() -> None:
    starts = season_starts(np.array([DAY("2020-01-01").toordinal(), DAY("2020-02-01").toordinal()]))
    # From 1 January: winter 2020 starts in the first three months; from 1 February: spring does.
    assert starts[0, 0].tolist() == [1, 0, 0, 0]
    assert starts[1, 0].tolist() == [0, 1, 0, 0]
    assert starts[0].sum() == 16, "four years hold sixteen seasons"
