"""Where files lie. The environment wins over the platform's custom."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

APP = "nextcour"
# What ships with the package.
SHIPPED = Path(__file__).resolve().parent.parent / "data"
BUNDLED = SHIPPED / "catalogue.msgpack.xz"


def cache_dir() -> Path:
    """What can be made again: the index. `NEXTCOUR_CACHE_DIR`, else the platform's cache folder."""
    return Path(os.environ.get("NEXTCOUR_CACHE_DIR") or platformdirs.user_cache_dir(APP, appauthor=False))


def data_dir() -> Path:
    """What a person made: corrections. `NEXTCOUR_DATA_DIR`, else the platform's data folder."""
    return Path(os.environ.get("NEXTCOUR_DATA_DIR") or platformdirs.user_data_dir(APP, appauthor=False))


def user_corrections() -> Path:
    return data_dir() / "corrections.jsonl"


def synced() -> Path:
    """The catalogue that `nextcour sync` made."""
    return data_dir() / "catalogue.msgpack.xz"


def catalogues() -> tuple[Path, ...]:
    """Catalogue files that may be in use: `NEXTCOUR_CATALOGUE` alone when it is set, else the bundled one and the one
    that was synced. The newer one wins (`bundle.newest`)."""
    chosen = os.environ.get("NEXTCOUR_CATALOGUE")
    if chosen:
        return (Path(chosen),)
    own = synced()
    return (BUNDLED, own) if own.exists() else (BUNDLED,)
