"""The line's own past: how many installments, how far apart, how early each was announced."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from nextcour.signals.chronicle import NEVER, Chronicle, Floats
from nextcour.signals.position import YEAR, Position


def past(chronicle: Chronicle, at: Position) -> Mapping[str, Floats]:
    """Gaps in years from premiere to premiere; `notice` how long after the previous premiere the latest installment was
    announced (negative: before it), `lead` how long before its own premiere. nan where there is one installment."""
    installments = chronicle.installments
    several = at.count > 1
    before = np.maximum(at.installment - 1, 0)
    gap = np.where(several, (at.premiere - installments.premiere[before]) / YEAR, np.nan)
    notice = np.where(several, (installments.announced[at.installment] - installments.premiere[before]) / YEAR, np.nan)
    mean = np.where(several, (at.premiere - at.debut) / YEAR / np.maximum(at.count - 1, 1), np.nan)
    lead = (at.premiere - installments.announced[at.installment]) / YEAR
    unknown = installments.announced[at.installment] >= NEVER
    return {
        "count": at.count.astype(float),
        "number": at.number.astype(float),
        "gap": np.maximum(gap, 0.0),
        "gap_mean": mean,
        "notice": np.where(unknown, np.nan, np.clip(notice, -1, 8)),
        "lead": np.where(unknown, np.nan, np.clip(lead, 0, 3)),
        "overdue": np.where(several, at.age - gap, np.nan),
        "parts": at.parts.astype(float),
    }
