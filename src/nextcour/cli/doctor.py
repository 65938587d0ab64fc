"""`nextcour doctor`: what is installed, where data lies, how old it is, what is missing."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import platform
import sys
from pathlib import Path

import click

from nextcour import __version__
from nextcour.cli.check_line import Check
from nextcour.cli.days import today
from nextcour.cli.doctor_store import MODULES, fact_store_checks
from nextcour.cli.output import print_json
from nextcour.store import bundle, forecast_runs, index, paths, prepared

# extra -> (modules it brings, what they are for)
EXTRAS = {
    "forecast": (("numpy", "scipy", "lightgbm", "polars"), "`forecast`, `train` and Parquet output"),
    "sources": (
        ("cutlet", "unidic_lite", "httpx", "opencc", "hishel", "tenacity", "feedparser", "zstandard"),
        "`catalog build` and `sync`",
    ),
    "store": (MODULES, "the fact store: `sync`, `fact`, `db`"),
    "dev": (("pytest", "hypothesis", "mypy", "ruff", "importlinter", "lifelines"), "tests and checks"),
}
CORE = ("click", "msgspec", "platformdirs", "rapidfuzz", "rich")


def checks() -> tuple[Check, ...]:
    found = [Check("nextcour", "ok", __version__)]
    python_ok = sys.version_info >= (3, 11)
    found.append(
        Check("python", "ok" if python_ok else "broken", platform.python_version(), "" if python_ok else "3.11+")
    )
    found += [_core(name) for name in CORE]
    found += [_extra(name) for name in EXTRAS]
    found += _catalogue()
    found.append(_index())
    found.append(_corrections())
    found += _forecasts()
    found += fact_store_checks()
    return tuple(found)


def _core(name: str) -> Check:
    try:
        return Check(name, "ok", importlib.metadata.version(name))
    except importlib.metadata.PackageNotFoundError:
        return Check(name, "broken", "not installed", "run `make setup`")


def _extra(name: str) -> Check:
    modules, use = EXTRAS[name]
    missing = [module for module in modules if importlib.util.find_spec(module) is None]
    if not missing:
        return Check(f"[{name}]", "ok", use)
    install = f"{sys.executable} -m pip install 'nextcour[{name}]'"
    return Check(f"[{name}]", "missing", f"{use}; lacks {', '.join(missing)}", install)


def _catalogue() -> list[Check]:
    try:
        catalogue, digest, path = bundle.newest(paths.catalogues())
    except bundle.CatalogueDamaged as error:
        return [Check("catalogue", "broken", str(error), "reinstall, or run `nextcour catalog build`")]
    more = prepared.read(paths.prepared(), digest)
    day = max([catalogue.data_day, *(more.complete.values() if more is not None else ())])
    age = (today() - day).days
    size = path.stat().st_size
    rows = [Check("catalogue", "ok", f"{path} ({size / 1e6:.1f} MB, {len(catalogue.entries):,} entries)")]
    state = "ok" if age <= 180 else "stale"
    advice = "" if age <= 180 else "run `nextcour sync`: it asks the registry for a newer catalogue"
    rows.append(Check("data day", state, f"{day} ({age} days ago)", advice))
    return rows


def _index() -> Check:
    path = index.current_path()
    folder = paths.cache_dir()
    if path is not None and path.exists():
        return Check("index", "ok", f"{path} ({path.stat().st_size / 1e6:.1f} MB)")
    if not _writable(folder):
        return Check("index", "missing", f"{folder} cannot be written: answers come, slower", "set NEXTCOUR_CACHE_DIR")
    return Check("index", "missing", f"none in {folder}; made by the next question", "run `nextcour catalog index`")


def _writable(folder: Path) -> bool:
    """Whether a file could be made in `folder`, which need not exist yet."""
    import os  # noqa: PLC0415

    while not folder.exists() and folder.parent != folder:
        folder = folder.parent
    return folder.is_dir() and os.access(folder, os.W_OK)


def _forecasts() -> list[Check]:
    path = paths.forecasts()
    if path.exists():
        found = [Check("forecasts", "ok", f"{path} ({path.stat().st_size / 1e6:.1f} MB)")]
    else:
        found = [Check("forecasts", "missing", f"{path} is not there: the first forecast answers", "reinstall")]
    own = paths.own_forecasts()
    if own.exists():
        try:
            runs = forecast_runs.read(own).runs()
        except forecast_runs.RunsUnreadable as error:
            found.append(Check("own forecasts", "broken", str(error), "move the file away"))
        else:
            found.append(Check("own forecasts", "ok", f"{len(runs)} runs ({own})"))
    return found


def _corrections() -> Check:
    path = paths.user_corrections()
    if not path.exists():
        return Check("corrections", "ok", f"none of your own ({path})")
    lines = sum(1 for line in path.read_text(encoding="utf-8", errors="replace").splitlines() if line.strip())
    return Check("corrections", "ok", f"{lines} of your own ({path})")


@click.command()
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def doctor(as_json: bool) -> None:
    """What is installed, where data lies, how old it is, what is missing.

    Exits with 1 when something is broken; what is only missing or old is no error.
    """
    found = checks()
    if as_json:
        print_json(found)
    else:
        from rich.console import Console  # noqa: PLC0415
        from rich.table import Table  # noqa: PLC0415
        from rich.text import Text  # noqa: PLC0415

        marks = {
            "ok": ("ok", "green"),
            "missing": ("missing", "yellow"),
            "stale": ("old", "yellow"),
            "broken": ("BROKEN", "red"),
        }
        table = Table.grid(padding=(0, 2, 0, 0))
        for check in found:
            word, colour = marks[check.state]
            detail = check.detail + (f"\n→ {check.advice}" if check.advice else "")
            table.add_row(Text(word, style=colour), Text(check.name), Text(detail))
        Console(highlight=False, markup=False).print(table)
    if any(check.state == "broken" for check in found):
        sys.exit(1)
