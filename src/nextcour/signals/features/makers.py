"""The studio: how often it came back before, and how busy it is."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from nextcour.signals.chronicle import NEVER, Chronicle, Floats, Ints
from nextcour.signals.position import YEAR, Position

# A studio's record counts installments that premiered within so many years, and were followed for so many.
PAST_YEARS, FOLLOWED_YEARS = 10, 2
PRIOR = 8.0  # installments' worth of the average that a studio starts with


def makers(chronicle: Chronicle, at: Position) -> Mapping[str, Floats]:
    """`studio_rate`: share of its past installments that had the next one announced in two years from their premiere,
    drawn to the average, less the average. `studio_busy`: entries of it on air or announced, log1p. nan: none known.
    """
    names = len(chronicle.studio_names)
    owners, entries = _pairs(chronicle)
    installments = chronicle.installments
    # Of each installment: whether it counts, and whether it came back in time, as far as the day knows.
    ripe = (installments.premiere <= at.day - FOLLOWED_YEARS * YEAR) & (
        installments.premiere > at.day - (PAST_YEARS + FOLLOWED_YEARS) * YEAR
    )
    following = np.append(installments.announced[1:], NEVER)
    following[np.append(installments.line[1:] != installments.line[:-1], True)] = NEVER
    came = ripe & (following <= installments.premiere + FOLLOWED_YEARS * YEAR)
    n_entries = len(chronicle.entries)
    ripe_of, came_of = np.zeros(n_entries), np.zeros(n_entries)
    ripe_of[installments.entry] = ripe
    came_of[installments.entry] = came
    total = np.bincount(owners, ripe_of[entries], minlength=names)
    returned = np.bincount(owners, came_of[entries], minlength=names)
    mean = came.sum() / max(int(ripe.sum()), 1)
    rate = (returned + PRIOR * mean) / (total + PRIOR) - mean

    known = chronicle.entry_announced <= at.day
    over = (chronicle.entry_finale <= at.day) | (chronicle.entry_premiere <= at.day - 400)
    busy = np.bincount(owners, (known & ~over)[entries], minlength=names).astype(float)
    return {
        "studio_rate": _mean_of(chronicle, at.entry, rate),
        "studio_busy": np.log1p(_mean_of(chronicle, at.entry, busy)),
    }


def _pairs(chronicle: Chronicle) -> tuple[Ints, Ints]:
    """(studio, entry) of every entry's studios."""
    counts = np.fromiter((len(some) for some in chronicle.studios), dtype=np.int64, count=len(chronicle.studios))
    entries = np.repeat(np.arange(len(counts)), counts)
    owners = np.fromiter((one for some in chronicle.studios for one in some), dtype=np.int64, count=int(counts.sum()))
    return owners, entries


def _mean_of(chronicle: Chronicle, entry: Ints, values: Floats) -> Floats:
    """Mean of `values` over the studios of each entry, nan without any."""
    owners, entries = _pairs(chronicle)
    n = np.bincount(entries, minlength=len(chronicle.entries))
    total = np.bincount(entries, values[owners], minlength=len(chronicle.entries))
    mean = np.where(n > 0, total / np.maximum(n, 1), np.nan)
    chosen: Floats = mean[entry]
    return chosen
