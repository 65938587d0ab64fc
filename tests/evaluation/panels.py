"""Made-up panels with a known signal, for tests of scores and peers."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np

from nextcour.forecast.panel import DAYS_A_MONTH, Event, Floats, Outcome, Panel

FIRST = dt.date(2008, 1, 1).toordinal()
LAST = dt.date(2024, 1, 1).toordinal()


def random_panel(lines: int = 600, features: int = 6, seed: int = 0, every: int = 91, strength: float = 1.0) -> Panel:
    """Quarterly landmarks of lines from their premiere until a season is announced, followed until LAST.

    The monthly rate of announcements is e^(strength x signal) x .012, halved with each year of age; `signal` is the
    first feature, the second is it again with gaps, the third goes with age, the last never varies, the others are
    noise. Movies come at a steady .001. A franchise holds two lines.
    """
    draw = np.random.default_rng(seed)
    premiere = draw.integers(FIRST - 1000, LAST - 400, lines)
    signal = draw.normal(size=lines)
    number = draw.integers(1, 5, lines)
    announced = _waits(draw, 0.012 * np.exp(strength * signal), 0.7)
    movie = _waits(draw, np.full(lines, 0.001), 0.0)
    grid = np.arange(FIRST, LAST, every)
    line, at = np.nonzero((grid >= premiere[:, None]) & (grid < (premiere + np.minimum(announced, 3650))[:, None]))
    order = np.lexsort((line, at))
    line, landmark = line[order], grid[at[order]]
    age = (landmark - premiere[line]).astype(np.float64)
    noise = draw.normal(size=(len(line), features))
    noise[:, 0] = signal[line]
    noise[:, 1] = np.where(draw.random(len(line)) < 0.3, np.nan, signal[line])
    noise[:, 2] = np.log(age + 30)
    noise[:, -1] = 1.0
    follow = (LAST - landmark).astype(np.float64)
    return Panel(
        landmark=landmark,
        line=line,
        franchise=line // 2,
        number=number[line],
        premiere=premiere[line],
        age=age,
        ended=age - 84,
        on_air=age < 84,
        demand=np.full(len(line), np.nan),
        features=noise,
        names=("signal", "gappy", "log_age", *(f"noise{at}" for at in range(features - 4)), "constant"),
        outcomes={
            Event.ANNOUNCED: _outcome(premiere[line] + announced[line] - landmark, follow),
            Event.MOVIE: _outcome(premiere[line] + movie[line] - landmark, follow),
        },
        lines=tuple(f"line-{number}" for number in range(lines)),
    )


def other_future(panel: Panel, known_to: int, seed: int = 5) -> Panel:
    """The same up to and with `known_to`; all that comes after is drawn anew: events, follow-up, and whole rows."""
    draw = np.random.default_rng(seed)
    known = (known_to - panel.landmark).astype(np.float64)
    outcomes = {}
    for event, one in panel.outcomes.items():
        unseen = one.days > known
        days = np.where(unseen, np.maximum(known, 0) + draw.integers(1, 400, len(panel)), one.days)
        longer = np.where(one.follow >= known, np.maximum(known, 0) + draw.integers(0, 900, len(panel)), one.follow)
        outcomes[event] = Outcome(days, longer)
    features = panel.features.copy()
    later = panel.landmark > known_to
    features[later] = draw.normal(size=(int(later.sum()), features.shape[1])) * 9
    return replace(panel, features=features, outcomes=outcomes)


def rows(days: list[float], follow: list[float], *, age: float = 10.0, landmark: int = FIRST) -> Panel:
    """One row for each item; all else alike."""
    n = len(days)
    whole = np.zeros(n, dtype=np.int64)
    return Panel(
        landmark=whole + landmark,
        line=np.arange(n),
        franchise=np.arange(n),
        number=whole + 1,
        premiere=whole + landmark - int(age),
        age=whole + age,
        ended=whole + age,
        on_air=whole > 0,
        demand=whole * np.nan,
        features=np.zeros((n, 1)),
        names=("nothing",),
        outcomes={Event.ANNOUNCED: Outcome(np.array(days), np.array(follow))},
        lines=tuple(map(str, range(n))),
    )


def _waits(draw: np.random.Generator, rate: Floats, decline: float) -> Floats:
    """Days to an event whose monthly rate falls by e^-decline a year, by inverting the cumulative rate; inf: never."""
    needed = draw.exponential(size=len(rate)) / rate  # in months of the first rate
    a_month = decline / 12
    if decline:
        room = 1 - a_month * needed
        needed = np.where(room > 0, -np.log(np.where(room > 0, room, 1)) / a_month, np.inf)
    return np.ceil(needed * DAYS_A_MONTH)


def _outcome(days: Floats, follow: Floats) -> Outcome:
    later = np.where(days > 0, days, np.inf)  # a movie before the landmark is not what is asked about
    return Outcome(np.where(later <= follow, later, np.inf), follow)
