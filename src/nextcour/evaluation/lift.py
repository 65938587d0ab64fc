"""What came of the highest chances of each landmark, beside the baseline's own highest and a blind draw.

Needs numpy."""

from __future__ import annotations

import datetime as dt

import numpy as np

from nextcour.evaluation.bootstrap import Resample, mean_interval
from nextcour.evaluation.pool import HORIZONS, Pool
from nextcour.evaluation.results import Lift, LiftDay, Span
from nextcour.evaluation.rolling import BASELINE, OURS
from nextcour.forecast.panel import Bools, Floats, Ints

TOP = 20


def lifts(pool: Pool, drawn: Resample, top: int = TOP) -> list[Lift]:
    """One for each event and horizon, over the landmarks all of whose rows are settled and that have `top` of them."""
    found = []
    for event in pool.outcomes:
        for months in HORIZONS[event]:
            settled, came = pool.settled(event, months), pool.came(event, months)
            ours, base = pool.said[OURS, event, months], pool.said[BASELINE, event, months]
            chosen: list[Ints] = []
            days: list[LiftDay] = []
            rates = []
            for day in np.unique(pool.landmark):
                rows = np.flatnonzero(pool.landmark == day)
                if not settled[rows].all() or len(rows) < top:
                    continue
                best = rows[highest(ours[rows], top)]
                rate = float(came[rows].mean())
                days.append(
                    LiftDay(
                        day=dt.date.fromordinal(int(day)),
                        came=int(came[best].sum()),
                        said=float(ours[best].sum()),
                        baseline_came=shared_out(base[rows], came[rows], top),
                        blind=rate * top,
                    )
                )
                chosen.append(best)
                rates.append(rate)
            if not days:
                continue
            every = np.concatenate(chosen)
            share = mean_interval(came[every], Resample(drawn.place[every], drawn.weights))
            found.append(
                Lift(
                    event=event.value,
                    horizon_months=months,
                    top=top,
                    franchises=len(np.unique(pool.franchise[every])),
                    share=Span(share.value, share.low, share.high),
                    said=float(ours[every].mean()),
                    baseline_share=sum(day.baseline_came for day in days) / (top * len(days)),
                    base_rate=float(np.mean(rates)),
                    days=tuple(days),
                )
            )
    return found


def highest(said: Floats, top: int) -> Ints:
    """Where the `top` highest chances are, highest first; of equal ones the earlier rows."""
    places: Ints = np.argsort(-said, kind="stable")[:top]
    return places


def shared_out(said: Floats, came: Bools, top: int) -> float:
    """How many of the `top` highest came, on average over the ways to choose among equal chances: the baseline gives
    one chance to a whole stratum."""
    cut = np.sort(said)[-top]
    above, at = said > cut, said == cut
    return float(came[above].sum() + came[at].mean() * (top - above.sum()))
