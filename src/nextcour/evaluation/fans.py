"""The fan table as plain data: how often a show came back, by how popular it was and what it was made from."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

import msgspec

HORIZONS = (24, 48)
LEAST_ROWS = 10  # fewer say how many they are, and no share


class Kind(StrEnum):
    """What a show is. The first three are by source material, the last two by place in the line: a show is in several.
    An adaptation is of any material but an original."""

    MANGA = "manga"
    LIGHT_NOVEL = "light novel"
    ORIGINAL = "original"
    ADAPTATION_FIRST = "adaptation, first installment"
    ADAPTATION_LATER = "adaptation, second or later"


# Percentiles of demand within the premiere season, [low, high).
BANDS = ((0.0, 0.5, "below 50"), (0.5, 0.8, "50 to 80"), (0.8, 0.9, "80 to 90"), (0.9, 1.01, "above 90"))


class Share(msgspec.Struct, frozen=True):
    """Of `n` rows (`lines` distinct shows) the share `seen` whose event came, with its 90 % interval, and what the
    model `said` on average (None: it was not asked). With fewer than LEAST_ROWS only the counts."""

    n: int
    lines: int
    events: int | None = None
    seen: float | None = None
    low: float | None = None
    high: float | None = None
    said: float | None = None


class FanCell(msgspec.Struct, frozen=True):
    """One kind and band of demand; a share for each of HORIZONS, in that order."""

    kind: Kind
    band: str
    within: tuple[Share, ...]


class FanTable(msgspec.Struct, frozen=True):
    """`landmarks` are those that gave rows, `lines` how many shows they hold. `as_of` cuts what was known of how they
    ended. `event`: the next season was announced, or (where announcements are not known long enough) it premiered.
    `sources` is a sentence about whose counts of demand were used."""

    landmarks: tuple[dt.date, ...]
    as_of: dt.date
    n: int
    lines: int
    horizons: tuple[int, ...]
    cells: tuple[FanCell, ...]
    event: str = "announced"
    sources: str = ""

    def cell(self, kind: Kind, band: str) -> FanCell:
        """Raises KeyError for a band that is none."""
        for one in self.cells:
            if (one.kind, one.band) == (kind, band):
                return one
        raise KeyError(band)
