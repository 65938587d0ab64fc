"""Time on both clocks: since the latest premiere and since its finale."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from nextcour.signals.chronicle import Floats
from nextcour.signals.position import YEAR, Position


def clock(at: Position) -> Mapping[str, Floats]:
    """Years, weeks and 0/1 flags. `weeks` is how long the latest installment has run so far, at most 120."""
    ended = at.ended
    last = np.where(at.on_air, at.day, at.finale)
    return {
        "age": at.age,
        "ended": np.maximum(ended, 0.0),
        "on_air": at.on_air.astype(float),
        "pending": at.pending.astype(float),
        "weeks": np.clip((last - at.premiere) / 7, 0, 120),
        "line_age": (at.day - at.debut) / YEAR,
        "year": np.full(len(at), at.day / YEAR),
    }
