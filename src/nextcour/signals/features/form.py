"""What kind of thing it is: format, how it was released, source material, broadcast slot."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from nextcour.catalog.entry import Format, SourceMaterial
from nextcour.signals.chronicle import FORMATS, MATERIALS, Bools, Chronicle, Floats
from nextcour.signals.position import Position

ADAPTED = (
    SourceMaterial.MANGA,
    SourceMaterial.LIGHT_NOVEL,
    SourceMaterial.NOVEL,
    SourceMaterial.GAME,
    SourceMaterial.VISUAL_NOVEL,
    SourceMaterial.OTHER,
)


def form(chronicle: Chronicle, at: Position) -> Mapping[str, Floats]:
    """0/1 flags. `drop`: all of it released within two weeks. `slot_*`: late night, morning, other; all 0: unknown."""
    format_ = chronicle.format[at.entry]
    length = np.where(at.on_air, at.day, at.finale) - at.premiere
    hour = chronicle.slot[at.entry]
    series = _is(format_, Format.TV) | _is(format_, Format.ONA) | _is(format_, Format.TV_SHORT)
    return {
        "web": _is(format_, Format.ONA).astype(float),
        "short": _is(format_, Format.TV_SHORT).astype(float),
        "disc": (_is(format_, Format.OVA) | _is(format_, Format.SPECIAL)).astype(float),
        "film": _is(format_, Format.MOVIE).astype(float),
        "foreign": chronicle.foreign[at.entry].astype(float),
        "drop": (series & ~at.on_air & (length < 14)).astype(float),
        "long": (series & (length > 20 * 7)).astype(float),
        "slot_night": ((hour >= 21.5) | (hour < 5)).astype(float),
        "slot_morning": ((hour >= 5) & (hour < 12)).astype(float),
    }


def material(chronicle: Chronicle, at: Position) -> Mapping[str, Floats]:
    """0/1 flags of the source material; all 0: unknown."""
    found = chronicle.material[at.entry]

    def one(*kinds: SourceMaterial) -> Floats:
        return np.isin(found, [MATERIALS.index(kind) for kind in kinds]).astype(float)

    return {
        "original": one(SourceMaterial.ORIGINAL),
        "manga": one(SourceMaterial.MANGA),
        "light_novel": one(SourceMaterial.LIGHT_NOVEL, SourceMaterial.NOVEL),
        "game": one(SourceMaterial.GAME, SourceMaterial.VISUAL_NOVEL),
        "adapted": one(*ADAPTED),
        "material_known": 1.0 - one(SourceMaterial.UNKNOWN),
    }


def _is(format_: np.ndarray[tuple[int], np.dtype[np.int64]], wanted: Format) -> Bools:
    mask: Bools = format_ == FORMATS.index(wanted)
    return mask
