"""Static files: ours and vendored ones (`static/vendor/`, each listed with licence and hash in `VENDORED.md`)."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "static"


@cache
def versioned(name: str) -> str:
    """`site.css` as `site.css?v=1a2b3c4d`, so that it can be kept for a year. Raises OSError when there is none."""
    return f"{name}?v={hashlib.sha256((FOLDER / name).read_bytes()).hexdigest()[:8]}"
