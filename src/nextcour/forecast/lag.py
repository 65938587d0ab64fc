"""From announcement to premiere: a discrete-time hazard of the lag, evaluated in plain Python.

Fitted by `forecast.lag_fit` on announcements up to the run's day, the recent ones counting more and those still waiting
censored: the usual lag has grown by half in ten years, and what has premiered of late came quickly.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import msgspec

from nextcour.forecast.interface import Subject
from nextcour.forecast.spells import TV


class LagModel(msgspec.Struct, frozen=True):
    """Hazard in each interval of days since the announcement: logistic(`logits[j]` + sum of `weights` times traits).

    `edges` are the ends of the intervals in days (rising); past the last the last hazard goes on. `levels` are the
    places in (0, 1) of the lag's distribution, given a premiere within 48 months, between which a window lies.
    """

    edges: tuple[int, ...]
    logits: tuple[float, ...]
    weights: dict[str, float]
    levels: tuple[float, float, float]

    def cdf(self, traits: Mapping[str, float], days: float) -> float:
        """P(lag <= `days`); 0 for no days or fewer."""
        shift = sum(self.weights.get(name, 0.0) * value for name, value in traits.items())
        log_survival, start, hazard = 0.0, 0, 0.0
        for edge, logit in zip(self.edges, self.logits, strict=True):
            if days <= start:
                break
            hazard = 1.0 / (1.0 + math.exp(-(logit + shift)))
            share = min(1.0, (days - start) / (edge - start))
            log_survival += share * math.log1p(-hazard)
            start = edge
        if days > start and len(self.edges) > 1:
            width = self.edges[-1] - self.edges[-2]
            log_survival += (days - start) / width * math.log1p(-hazard)
        return -math.expm1(log_survival)


def traits(subject: Subject) -> dict[str, float]:
    """What the lag depends on, of a line whose next season is announced: 0/1, and years since the latest premiere."""
    if subject.announced_next is None:
        raise ValueError(f"{subject.line} has nothing announced")
    waited = (subject.announced_next - subject.premiere).days / 365.25
    return trait_values(subject.number, subject.group, waited)


def trait_values(number: int, group: str, waited: float) -> dict[str, float]:
    """`waited`: years from the latest premiere to the announcement."""
    return {
        "first_sequel": float(number == 1),
        "series": float(group == TV),
        "soon": float(waited < 0.35),
        "late": float(waited > 2.0),
    }
