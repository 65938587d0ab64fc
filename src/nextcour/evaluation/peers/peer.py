"""What every peer does, and libraries that only peers need."""

from __future__ import annotations

import importlib
from typing import Any, Protocol

import numpy as np

from nextcour.errors import Expected
from nextcour.forecast.panel import Event, Floats, Panel


class Peer(Protocol):
    """A way to forecast, fitted anew at each origin. Deterministic: the same panels give the same chances."""

    @property
    def name(self) -> str:
        """As a table of scores calls it."""
        ...

    def fit_score(self, train: Panel, test: Panel, event: Event, known_to: int) -> Floats:
        """Chances that `event` comes within each of EDGES of a test row's landmark: (test rows, 10), rising, in [0, 1].

        `known_to` is an ordinal day: of `train`, only what had happened by then is used, and no row after it. Outcomes
        of `test` are never used. Both panels have the same features. Raises ValueError when nothing was known of the
        event by then, PeerUnavailable when the peer's library is not installed.
        """
        ...


class PeerUnavailable(Expected):
    """A peer's library is not installed."""


def library(module: str) -> Any:
    """A module of an optional library, imported when first needed. Raises PeerUnavailable, naming what to install."""
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise PeerUnavailable(
            f"The back-test's peers need {error.name or module}, which is not installed; nothing was changed. "
            "Install it with: pip install 'nextcour[backtest]'"
        ) from error


def rising(chances: Floats) -> Floats:
    """The same curves (rows, horizons) without rounding's dips and overshoots: rising along a row, in [0, 1]."""
    curves: Floats = np.clip(np.maximum.accumulate(chances, axis=1), 0.0, 1.0)
    return curves
