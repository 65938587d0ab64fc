"""@kawaiioverflow/arm: which ids at MyAnimeList, AniList, Annict and Syobocal mean the same anime."""

from __future__ import annotations

import msgspec

NAME = "@kawaiioverflow/arm"


class Row(msgspec.Struct, frozen=True):
    """Ids of one anime; any may be absent."""

    mal_id: int | None = None
    anilist_id: int | None = None
    annict_id: int | None = None
    syobocal_tid: int | None = None


def decode(files: dict[str, bytes]) -> dict[int, Row]:
    """Rows by MyAnimeList id, the first where an id has several. Raises msgspec.ValidationError on another shape."""
    rows = msgspec.json.decode(files["arm.json"], type=tuple[Row, ...])
    found: dict[int, Row] = {}
    for row in rows:
        if row.mal_id is not None:
            found.setdefault(row.mal_id, row)
    return found
