"""The track record that ships (`data/track_record.json`). Read without numpy."""

from __future__ import annotations

from pathlib import Path

import msgspec

from nextcour.errors import Expected
from nextcour.evaluation.track_record import TrackRecord
from nextcour.store import paths

SHIPPED = paths.SHIPPED / "track_record.json"


class TrackRecordMissing(Expected):
    """There is no track record, or it cannot be read. The text says which, and what to do."""


def read(path: Path = SHIPPED) -> TrackRecord:
    """Raises TrackRecordMissing."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=TrackRecord)
    except (OSError, msgspec.MsgspecError) as error:
        raise TrackRecordMissing(
            f"The track record {path} cannot be read ({error}). Reinstall nextcour, or make it from a back-test of "
            "your own: nextcour backtest, then python bench/track_record.py FOLDER."
        ) from error


def text_of(record: TrackRecord) -> str:
    """JSON with one score a line, so that a diff can be read."""
    encode = msgspec.json.encode
    head = {
        name: getattr(record, name) for name in record.__struct_fields__ if name not in ("scores", "windows", "live")
    }
    scores = ",\n".join(encode(score).decode() for score in record.scores)
    windows = ",\n".join(encode(window).decode() for window in record.windows)
    return f'{encode(head).decode()[:-1]},"scores":[\n{scores}\n],"windows":[\n{windows}\n],"live":[]}}\n'
