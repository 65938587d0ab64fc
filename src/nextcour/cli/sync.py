"""`nextcour sync`: look for newer data, and use it when there is any."""

from __future__ import annotations

import time
from pathlib import Path

import click

from nextcour.bootstrap import build_index
from nextcour.cli.days import today
from nextcour.cli.errors import Stop
from nextcour.cli.progress import steps
from nextcour.errors import Expected
from nextcour.sources import catalogue_build, npm
from nextcour.sources.newest import newest
from nextcour.sources.pins import Pin, pins
from nextcour.store import bundle, paths

# Four questions, four packages, merging, checking, writing.
STEPS = 11


@click.command()
def sync() -> None:
    """Look for newer data, and use it when there is any.

    Asks the npm registry for newer versions of the packages that the catalogue is built from. When there is one the
    catalogue is built anew into your data folder and used from then on, unless a later nextcour ships a newer one.
    """
    started = time.perf_counter()
    day = today()
    using, _digest, _path = bundle.newest(paths.catalogues())
    known = {package.name: package.version for package in using.packages}
    failed: list[str] = []
    with steps(STEPS, "Looking for newer data") as step:
        chosen: list[Pin] = []
        for pin in pins():
            step(pin.name)
            try:
                chosen.append(newest(pin, day) or pin)
            except (npm.PackageUnavailable, npm.PackageRefused) as error:
                failed.append(str(error))
                chosen.append(pin)
        newer = [pin for pin in chosen if pin.version != known.get(pin.name)]
        if not failed and newer:
            _rebuild(chosen, step)
    for reason in failed:
        click.echo(f"could not look: {reason}", err=True)
    if failed:
        raise Stop(f"Nothing was changed; the data is still of {using.data_day}. Run `nextcour sync` again later.")
    if not newer:
        click.echo(f"Nothing newer in the registry. The data is of {using.data_day}.", err=True)
        return
    build_index(steps)
    names = ", ".join(f"{pin.name} {pin.version} ({pin.observed_at})" for pin in newer)
    click.echo(f"Now using {names}, in {time.perf_counter() - started:.0f} s: {paths.synced()}", err=True)


def _rebuild(chosen: list[Pin], step: catalogue_build.Progress) -> Path:
    """Build from `chosen` into the data folder, whole or not at all. Raises Stop."""
    try:
        built = catalogue_build.assemble(npm.fetch, packages=chosen, progress=step).catalogue
        step("writing")
        path = paths.synced()
        bundle.write(built, path)
    except Expected as error:
        raise Stop(f"{error} Nothing was changed.") from error
    return path
