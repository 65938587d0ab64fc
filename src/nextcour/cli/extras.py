"""What an optional part needs, said before any work is done."""

from __future__ import annotations

import importlib
import os
import sys

from nextcour.cli.errors import Stop


def need_forecast() -> None:
    """Makes ready to train and score, before anything else imports numpy. Raises Stop when what `[forecast]` brings
    cannot be imported."""
    # Our matrices are small: several threads of linear algebra gain little, wait for each other where cores are shared
    # (ten times as long), and sum in another order on another machine, so that a refit would not be the same bytes.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    for module in ("numpy", "scipy", "lightgbm"):
        try:
            importlib.import_module(module)
        except ImportError as error:
            command = f"{sys.executable} -m pip install 'nextcour[forecast]'"
            raise Stop(
                f"Training and scoring need {error.name or module}, which is not installed. Run `{command}`. Nothing "
                "was changed; `nextcour ask` answers without it, from the quarterly forecasts that ship."
            ) from None
        except OSError as error:  # LightGBM finds no libgomp
            raise Stop(
                f"{module} is installed and cannot be loaded ({error}). Nothing was changed; `nextcour ask` answers "
                "without it, from the quarterly forecasts that ship."
            ) from None


def need_sync() -> None:
    """Raises Stop when what `[sources]` and `[store]` bring cannot be imported."""
    for module in ("httpx", "hishel", "tenacity", "feedparser", "zstandard", "sqlalchemy", "alembic", "psycopg"):
        try:
            importlib.import_module(module)
        except ImportError as error:
            raise Stop(
                f"Syncing needs {error.name or module}, which is not installed. Run `{sys.executable} -m pip install "
                "'nextcour[sources,store]'`. Nothing was changed; `nextcour ask` answers without it."
            ) from None


def need_articles() -> None:
    """Raises Stop when what `[articles]` brings cannot be imported."""
    for module in ("trafilatura", "cutlet", "httpx", "jinja2"):
        try:
            importlib.import_module(module)
        except ImportError as error:
            raise Stop(
                f"Checking and writing articles needs {error.name or module}, which is not installed. Run "
                f"`{sys.executable} -m pip install 'nextcour[articles]'`. Nothing was changed; `nextcour ask` answers "
                "without it."
            ) from None


def need_web() -> None:
    """Raises Stop when what `[web]` brings cannot be imported."""
    for module in ("fastapi", "uvicorn", "jinja2", "babel", "brotli", "limits", "feedgenerator", "icalendar"):
        try:
            importlib.import_module(module)
        except ImportError as error:
            raise Stop(
                f"The website needs {error.name or module}, which is not installed. Run `{sys.executable} -m pip "
                "install 'nextcour[web]'`. Nothing was changed; `nextcour ask` answers without it."
            ) from None
