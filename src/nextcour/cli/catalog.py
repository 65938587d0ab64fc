"""`nextcour catalog`: what is in the bundled catalogue, building it, and making the index."""

from __future__ import annotations

import time
from pathlib import Path

import click

from nextcour.cli.errors import Stop
from nextcour.cli.output import print_json
from nextcour.cli.progress import steps

# Four packages, merging, checking, writing.
BUILD_STEPS = 7


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def catalog() -> None:
    """The bundled catalogue: what is in it, and building it."""


@catalog.command()
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.option("--file", "path", type=click.Path(path_type=Path), help="Another catalogue file than the one in use.")
def info(as_json: bool, path: Path | None) -> None:
    """Sources with their days, counts, and coverage per year of premiere."""
    from nextcour.catalog.coverage import coverage  # noqa: PLC0415
    from nextcour.store import bundle, paths, prepared  # noqa: PLC0415

    content, digest, chosen = bundle.newest([path] if path else paths.catalogues())
    rows = coverage(content)
    more = prepared.read(paths.prepared(), digest)
    complete = dict(sorted(more.complete.items())) if more is not None else {}
    if as_json:
        print_json(
            {
                "file": str(chosen),
                "sha256": digest,
                "data_day": content.data_day,
                "complete_looks": complete,
                "packages": content.packages,
                "entries": len(content.entries),
                "coverage": rows,
            }
        )
        return
    from nextcour.cli.catalog_info import print_info  # noqa: PLC0415

    print_info(chosen, content, digest, rows, complete)


@catalog.command()
def index() -> None:
    """Make the index in the cache folder now, rather than at the first question."""
    from nextcour.bootstrap import build_index  # noqa: PLC0415
    from nextcour.store.index import current_path  # noqa: PLC0415

    started = time.perf_counter()
    engine = build_index(steps)
    entries, franchises = engine.library.counts
    seconds = time.perf_counter() - started
    if not engine.indexed:
        folder = current_path().parent
        raise Stop(f"{folder} cannot be written. Answers still come, slower; NEXTCOUR_CACHE_DIR names another folder.")
    click.echo(f"{entries:,} entries in {franchises:,} franchises, in {seconds:.1f} s: {current_path()}", err=True)


@catalog.command()
@click.option("--out", type=click.Path(path_type=Path), help="Write here instead of into the package.")
@click.option("--from", "folder", type=click.Path(path_type=Path), help="Read `npm pack` tarballs from this folder.")
@click.option("--include-adult", is_flag=True, help="Keep entries for adults only.")
def build(out: Path | None, folder: Path | None, include_adult: bool) -> None:
    """Fetch the pinned packages from the npm registry and build the catalogue anew. Same inputs, same bytes."""
    from functools import partial  # noqa: PLC0415

    from nextcour.sources import catalogue_build, npm  # noqa: PLC0415
    from nextcour.store import bundle, paths  # noqa: PLC0415

    fetch = npm.fetch if folder is None else partial(npm.fetch_from, folder)
    started = time.perf_counter()
    with steps(BUILD_STEPS, "Building the catalogue") as step:
        built = catalogue_build.build(fetch, include_adult=include_adult, progress=step)
        step("writing")
        path = out or paths.BUNDLED
        digest = bundle.write(built, path)
    size = path.stat().st_size / 1e6
    seconds = time.perf_counter() - started
    click.echo(f"{len(built.entries):,} entries, {size:.2f} MB, sha256 {digest}, in {seconds:.0f} s: {path}", err=True)
