"""Aalen-Johansen on landmark rows: which comes first, a season or a movie, to check a model's figures by kind against.

Formula (Aalen & Johansen 1978): the cumulative incidence of kind k by day t is the sum over event days u <= t of
S(u-) d_k(u) / n(u), with n(u) the rows at risk, d_k(u) those to which k came, and S the Kaplan-Meier curve of either.
Needs numpy.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from nextcour.evaluation.peers.follow_up import cut
from nextcour.forecast.panel import EDGE_DAYS, Bools, Event, Floats, Ints, Panel


class Incidence(NamedTuple):
    """Chances by each of EDGES, (10,) each: that a season, or a movie, is what comes first; together, the chance of
    either."""

    season: Floats
    movie: Floats


def incidence(panel: Panel, known_to: int) -> Incidence:
    """Over all rows of `panel`, follow-up cut at the ordinal day `known_to`; `panel.take` chooses a stratum.

    Rows are followed for as long as they were for both kinds. Where both came on one day, it counts as a season. An
    EDGE beyond all follow-up holds the last value reached. Raises ValueError when no row was followed.
    """
    season_days, season_follow = cut(panel, Event.ANNOUNCED, known_to)
    movie_days, movie_follow = cut(panel, Event.MOVIE, known_to)
    follow = np.minimum(season_follow, movie_follow)
    first = np.minimum(season_days, movie_days)
    came = first <= follow
    last = np.where(came, first, follow)
    followed = follow > 0
    if not followed.any():
        raise ValueError(f"no row was followed by day {known_to}")
    season = came & (season_days <= movie_days)
    return _incidence(last[followed], season[followed], (came & ~season)[followed])


def _incidence(last: Floats, season: Bools, movie: Bools) -> Incidence:
    came = season | movie
    days, place = np.unique(last[came], return_inverse=True)
    at_risk = len(last) - np.searchsorted(np.sort(last), days, side="left")
    seasons = np.bincount(place[season[came]], minlength=len(days))
    movies = np.bincount(place[movie[came]], minlength=len(days))
    survival = np.cumprod(1 - (seasons + movies) / at_risk)
    before = np.concatenate([[1.0], survival[:-1]]) if len(days) else survival
    reached = np.searchsorted(days, EDGE_DAYS, side="right")

    def curve(events: Ints) -> Floats:
        steps: Floats = np.concatenate([[0.0], np.cumsum(before * events / at_risk)])
        return steps[reached]

    return Incidence(curve(seasons), curve(movies))
