"""What else the franchise does: movies, discs and specials, other lines, and when it last did anything."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from nextcour.signals.chronicle import Bools, Chronicle, Floats, Ints
from nextcour.signals.position import YEAR, Position


def activity(chronicle: Chronicle, at: Position) -> Mapping[str, Floats]:
    """Counts of what was out (`movies`, `discs`, `specials`), of what came since the latest premiere, of what was
    announced and not out; years since the last of anything; the same of the franchise's other lines."""
    extras, lines = chronicle.extras, len(chronicle.lines)
    premiere = np.full(lines, at.day)
    premiere[at.line] = at.premiere
    out = extras.premiere <= at.day
    since = out & (extras.premiere > premiere[extras.line])
    coming = (extras.premiere > at.day) & (extras.announced <= at.day)
    continuing = extras.movie & extras.continues

    def count(which: Bools) -> Floats:
        counted: Floats = np.bincount(extras.line[which], minlength=lines)[at.line].astype(float)
        return counted

    last = np.where(at.on_air, at.day, at.finale)
    latest = np.zeros(lines, dtype=np.int64)
    np.maximum.at(latest, extras.line[out], extras.premiere[out])
    return {
        "movies": count(out & continuing),
        "discs": count(out & extras.disc),
        "specials": count(out & ~extras.disc & ~continuing),
        "movies_since": count(since & continuing),
        "extras_since": count(since),
        "movies_coming": count(coming & continuing),
        "extras_coming": count(coming),
        "quiet": np.maximum(at.day - np.maximum(last, latest[at.line]), 0) / YEAR,
        **_siblings(chronicle, at),
    }


def _siblings(chronicle: Chronicle, at: Position) -> Mapping[str, Floats]:
    """The franchise's other lines: how many are out, whether one came in the last two years or is announced."""
    installments = chronicle.installments
    home = chronicle.franchise[installments.line]
    franchises = int(chronicle.franchise.max(initial=0)) + 1

    def others(which: Bools, rows: Ints) -> Floats:
        """Of the rows chosen, those of the franchise less those of the line itself."""
        every = np.bincount(home[rows][which[rows]], minlength=franchises)
        own = np.bincount(installments.line[rows][which[rows]], minlength=len(chronicle.lines))
        difference: Floats = (every[at.franchise] - own[at.line]).astype(float)
        return difference

    everything = np.arange(len(installments.line))
    out = installments.premiere <= at.day
    recent = out & (installments.premiere > at.day - 2 * YEAR)
    coming = ~out & (installments.announced <= at.day)
    return {
        "siblings": np.minimum(others(out & installments.first, everything), 5),
        "siblings_recent": others(recent, everything),
        "siblings_coming": others(coming, everything),
    }
