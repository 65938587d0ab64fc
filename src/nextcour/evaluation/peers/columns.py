"""A panel's features as columns for models that take neither gaps nor very different scales. Needs numpy."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nextcour.forecast.panel import Bools, Floats

_FURTHEST = 5.0  # standard deviations: one odd row must not get a chance of 0 or 1
_CONSTANT = 1e-9


@dataclass(frozen=True)
class Columns:
    """How columns are made, learned from training rows alone: gaps filled with the median, one more column for each
    feature that has gaps (1 where missing), all with mean 0 and standard deviation 1 in training; columns that never
    vary are dropped."""

    median: Floats  # (features,)
    gaps: Bools  # (features,): whether it is ever missing in training
    mean: Floats  # (columns before dropping,)
    deviation: Floats
    kept: Bools

    @staticmethod
    def learned(features: Floats) -> Columns:
        """From (rows, features), missing as nan. Raises ValueError without rows."""
        if not len(features):
            raise ValueError("there are no training rows")
        missing = np.isnan(features)
        gaps: Bools = np.any(missing, axis=0)
        # A feature that training never has is a column of zeros, and dropped.
        present = np.where(np.all(missing, axis=0), 0.0, features)
        median = np.nanmedian(present, axis=0)
        raw = _raw(features, median, gaps)
        deviation = raw.std(axis=0)
        return Columns(median, gaps, raw.mean(axis=0), deviation, deviation > _CONSTANT)

    def made(self, features: Floats) -> Floats:
        """(rows, columns) of (rows, features)."""
        raw = _raw(features, self.median, self.gaps)[:, self.kept]
        columns: Floats = np.clip((raw - self.mean[self.kept]) / self.deviation[self.kept], -_FURTHEST, _FURTHEST)
        return columns


def _raw(features: Floats, median: Floats, gaps: Bools) -> Floats:
    missing = np.isnan(features)
    return np.hstack([np.where(missing, median, features), missing[:, gaps]])
