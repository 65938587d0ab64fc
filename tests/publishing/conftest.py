"""The sample site as a folder of files, made in this process."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from nextcour.bootstrap import open_engine
from nextcour.publishing.folder import Folder
from nextcour.publishing.publish import Here, Report, publish, state_of
from nextcour.site.change_log import open_log
from nextcour.site.site import Site
from nextcour.store.shelf import Shelf
from nextcour.web.renderer import Form
from tests import sample_site

PLACE = "https://me.example"
ROOT = "/nextcour"
ENGLISH = Form(ROOT, True, 1, ("en",))
Told = Callable[[int, int], object]


@dataclass(frozen=True)
class Publisher:
    """Publishes a shelf of a few shows."""

    shelf: Path
    state: str = "sample"

    def open(self) -> Site:
        """Of the data's last day, as the command has it."""
        engine = open_engine()
        day = min(sample_site.TODAY, engine.library.looked_to)
        return Site(engine, Shelf(self.shelf), open_log(engine, sample_site.TODAY), PLACE, self.state, lambda: day)

    def run(self, target: Path, form: Form = ENGLISH, told: Told = lambda _done, _all: None) -> Report:
        site = self.open()
        try:
            with (
                closing(Folder(target, state_of(site, form))) as folder,
                closing(Here(self.open, form)) as maker,
            ):
                return publish(site, folder, form, maker, told)
        finally:
            site.close()


def small_shelf(path: Path, names: tuple[str, ...]) -> Path:
    engine = open_engine()
    day: dt.date = sample_site.TODAY
    sample_site.write(
        sample_site.items_on(engine, day, franchises=names),
        sample_site.known_ids(engine),
        path,
        sample_site.premieres_on(engine, day, names),
        sample_site.names_on(engine, day, names),
    )
    return path


@pytest.fixture(scope="session")
def publisher(tmp_path_factory: pytest.TempPathFactory) -> Publisher:
    """Of three shows."""
    folder = tmp_path_factory.mktemp("small")
    return Publisher(small_shelf(folder / "shelf.sqlite", ("akudama-drive", "blue-box", "oshi-no-ko")))


@pytest.fixture(scope="session")
def fewer(tmp_path_factory: pytest.TempPathFactory) -> Publisher:
    """Of two of them, as if the third were gone."""
    folder = tmp_path_factory.mktemp("smaller")
    return Publisher(small_shelf(folder / "shelf.sqlite", ("akudama-drive", "blue-box")), "fewer")


@pytest.fixture(scope="session")
def published(publisher: Publisher, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Report]:
    """Made without a break; not to be changed."""
    target = tmp_path_factory.mktemp("published") / "site"
    return target, publisher.run(target)
