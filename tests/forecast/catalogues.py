"""A made-up catalogue that is large enough to learn from and small enough to learn from in a second."""

from __future__ import annotations

import datetime as dt
import os
import random
import tempfile
from functools import cache
from pathlib import Path
from unittest.mock import patch

from msgspec.structs import replace

from nextcour.catalog.catalogue import SCHEMA, Catalogue, Package
from nextcour.catalog.dates import FuzzyDate
from nextcour.catalog.entry import Demand, Entry, Ids
from nextcour.fitting import fit
from nextcour.forecast.configuration import Configuration
from nextcour.forecast.model_data import Trained
from nextcour.store import bundle
from nextcour.workbench import Workbench, prepare
from tests.franchise.examples import entry

DATA_DAY = dt.date(2024, 4, 25)
# Like the real one, and quick.
QUICK = Configuration(first_landmark=2014, thin=2, tree_rounds=8, tree_rows=20, demand_events=5)
LONG_RUNNING, COMING = "おわらないはなし", "またあうひまで"  # their titles
_FIRST, _LAST = dt.date(2011, 1, 5).toordinal(), dt.date(2024, 2, 1).toordinal()
_SYLLABLES = "かきくけこさしすせそたちつてとなにぬねのまみむめも"


def tiny(shows: int = 260, seed: int = 1) -> Catalogue:
    """`shows` series, one in three with further seasons; one on air without an end, one whose next season is announced
    and not out. A third were counted at Bangumi on one day."""
    draw = random.Random(seed)
    made: list[tuple[int, Entry]] = []  # day of creation, entry
    for show in range(shows):
        name = "".join(draw.choices(_SYLLABLES, k=9))
        premiere = draw.randrange(_FIRST, _LAST)
        for season in range(1, 5):
            lead = draw.randrange(120, 420)
            made.append((premiere - lead, _entry(show, season, name, premiere)))
            premiere += 200 + round(draw.expovariate(1 / 500)) + lead
            if draw.random() > 0.2 + 0.1 * season or premiere > _LAST:
                break
    made.append((_FIRST + 100, replace(_entry(9000, 1, LONG_RUNNING, _FIRST + 300), finale=FuzzyDate())))
    made.append((_LAST - 900, _entry(9001, 1, COMING, _LAST - 700)))
    made.append((_LAST - 60, _entry(9001, 2, COMING, DATA_DAY.toordinal() + 120)))
    entries = []
    for at, (_, one) in enumerate(sorted(made, key=lambda pair: (pair[0], pair[1].id))):
        ids = Ids(mal=12_000 + 7 * at, anilist=100_000 + at, tmdb=one.ids.tmdb)
        entries.append(replace(one, ids=ids, demand=_demand(draw) if draw.random() < 0.5 else None))
    return Catalogue(
        schema=SCHEMA,
        data_day=DATA_DAY,
        packages=(Package("made-up", "1.0.0", "CC0", "sha512-none", DATA_DAY, "https://example.org"),),
        entries=tuple(sorted(entries, key=lambda one: one.id)),
    )


def write(path: Path, catalogue: Catalogue) -> Path:
    bundle.write(catalogue, path)
    return path


@cache
def workbench() -> Workbench:
    """Everything that a model of `tiny()` is made from."""
    with tempfile.TemporaryDirectory() as folder:
        path = write(Path(folder) / "catalogue.msgpack.xz", tiny())
        with patch.dict(os.environ, NEXTCOUR_CATALOGUE=str(path), NEXTCOUR_DATA_DIR=folder):
            return prepare(None)


@cache
def trained(day: dt.date = DATA_DAY) -> Trained:
    """The model of `tiny()` as of a day."""
    return fit(workbench(), QUICK, day)


def _entry(show: int, season: int, name: str, premiere: int) -> Entry:
    title = name if season == 1 else f"{name} 第{season}期"
    day = dt.date.fromordinal(premiere).isoformat()
    return entry(f"s{show:04}x{season}", title, day, tmdb=f"tv/{show + 1}/season/{season}")


def _demand(draw: random.Random) -> Demand:
    day = dt.date(2022, 1, 30)
    return Demand("bangumi", day, day, 0, round(draw.paretovariate(0.8) * 100), 0, 0, 0, (0,) * 10, None)
