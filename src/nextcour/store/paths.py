"""Where files lie. The environment wins over the platform's custom."""

from __future__ import annotations

import os
import sys
from pathlib import Path

APP = "nextcour"
# What ships with the package.
SHIPPED = Path(__file__).resolve().parent.parent / "data"
BUNDLED = SHIPPED / "catalogue.msgpack.xz"


def cache_dir() -> Path:
    """What can be made again: the index. `NEXTCOUR_CACHE_DIR`, else the platform's cache folder."""
    return Path(os.environ.get("NEXTCOUR_CACHE_DIR") or _custom("cache", "XDG_CACHE_HOME", ".cache"))


def data_dir() -> Path:
    """What a person made: corrections, forecasts of their own. `NEXTCOUR_DATA_DIR`, else the platform's data folder."""
    return Path(os.environ.get("NEXTCOUR_DATA_DIR") or _custom("data", "XDG_DATA_HOME", ".local/share"))


def _custom(kind: str, variable: str, below_home: str) -> str:
    """The platform's folder of a kind for this program, as platformdirs says. On Linux that is the XDG rule, said here
    again because importing platformdirs costs a question 5 ms; whatever is out of the ordinary is left to it."""
    environ = os.environ
    if sys.platform == "linux" and "ANDROID_DATA" not in environ:
        for folder in (environ.get(variable, ""), os.path.join(environ.get("HOME", ""), below_home)):
            if folder.startswith("/"):
                return os.path.join(folder, APP)
    import platformdirs  # noqa: PLC0415 - see above

    ask = platformdirs.user_cache_dir if kind == "cache" else platformdirs.user_data_dir
    return ask(APP, appauthor=False)


def user_corrections() -> Path:
    return data_dir() / "corrections.jsonl"


def forecasts() -> Path:
    """The shipped runs; the file may be missing. `NEXTCOUR_FORECASTS` names another one."""
    return Path(os.environ.get("NEXTCOUR_FORECASTS") or SHIPPED / "forecasts.bin")


def own_forecasts() -> Path:
    """Runs that a person made with `nextcour forecast`."""
    return data_dir() / "forecasts.sqlite"


def model() -> Path:
    """The committed model; the file may be missing. `NEXTCOUR_MODEL` names another one."""
    return Path(os.environ.get("NEXTCOUR_MODEL") or SHIPPED / "model.json.xz")


def own_model() -> Path:
    """The model that a person made with `nextcour train`."""
    return data_dir() / "model.json.xz"


def configuration() -> Path:
    """How models are made. `NEXTCOUR_CONFIGURATION` names another file."""
    return Path(os.environ.get("NEXTCOUR_CONFIGURATION") or SHIPPED / "configuration.json")


def demand() -> Path:
    """Demand made ready from the fact store (`store.demand_file`); missing where nothing was synced."""
    return data_dir() / "demand.msgpack"


def prepared() -> Path:
    """What synced sources add to the catalogue, made ready from the fact store (`store.prepared`); missing where
    nothing was synced."""
    return data_dir() / "prepared.msgpack.xz"


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
