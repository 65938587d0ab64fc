"""After bangumi-data: newer packages in the npm registry make a newer catalogue."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable
from pathlib import Path

import msgspec

from nextcour.bootstrap import Progress, quiet
from nextcour.errors import Expected
from nextcour.sources import catalogue_build, npm
from nextcour.sources.catalogue_build import DictionaryMissing
from nextcour.sources.newest import newest
from nextcour.sources.pins import Pin, pins
from nextcour.store import bundle, paths

STEPS = 11  # four questions, four packages, merging, checking, writing


class Renewal(msgspec.Struct, frozen=True):
    """What came of looking. `newer` are packages whose newer version is in use now, `faults` what stood in the way:
    then all is as it was. `data_day` is the last day of the catalogue in use."""

    data_day: dt.date
    newer: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    path: str = ""


def renew(day: dt.date, progress: Progress = quiet) -> Renewal:
    """Asks the registry for newer versions of the packages that the catalogue is made from, and builds it anew into the
    data folder when there are any: whole or not at all.

    Where NEXTCOUR_CATALOGUE names the catalogue there is nothing to do. Raises bundle.CatalogueDamaged.
    """
    using, _, _ = bundle.newest(paths.catalogues())
    if os.environ.get("NEXTCOUR_CATALOGUE"):
        return Renewal(using.data_day)
    known = {package.name: package.version for package in using.packages}
    with progress(STEPS, "Looking for newer packages") as step:
        chosen, faults = _chosen(day, step)
        newer = [pin for pin in chosen if pin.version != known.get(pin.name)]
        if faults or not newer:
            return Renewal(using.data_day, faults=faults)
        try:
            path = _rebuild(chosen, step)
        except (Expected, DictionaryMissing, OSError) as error:
            return Renewal(using.data_day, faults=(f"{error} The catalogue was not changed.",))
    data_day = bundle.newest(paths.catalogues())[0].data_day
    names = tuple(f"{pin.name} {pin.version} ({pin.observed_at})" for pin in newer)
    return Renewal(data_day, names, path=str(path))


def _chosen(day: dt.date, step: Callable[[str], None]) -> tuple[list[Pin], tuple[str, ...]]:
    """The newest version of each package, and what could not be looked up."""
    chosen: list[Pin] = []
    faults: list[str] = []
    for pin in pins():
        step(pin.name)
        try:
            chosen.append(newest(pin, day) or pin)
        except (npm.PackageUnavailable, npm.PackageRefused) as error:
            faults.append(f"could not look for newer packages: {error}")
            chosen.append(pin)
    return chosen, tuple(faults)


def _rebuild(chosen: list[Pin], step: Callable[[str], None]) -> Path:
    built = catalogue_build.assemble(npm.fetch, packages=chosen, progress=step).catalogue
    step("writing")
    path = paths.synced()
    bundle.write(built, path)
    return path
