"""Sources by name."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from nextcour.http.client import Http
from nextcour.sources import registry
from nextcour.sources.file_mapping import from_options
from nextcour.sources.registry import SourceMissing, SourceUnknown, build, listing, listings
from nextcour.sources.source import Source
from tests.sources import contract
from tests.sources.bulk_server import client

NAMES = [one.name for one in listings()]
BY_ITSELF = [one.name for one in listings() if one.by_itself]


def _built(name: str, http: Http) -> Source:
    if name == "file":
        return build(name, http, "series.csv", from_options(["m=demand.members"], ["mal=id"], day="2026-07-19"))
    return build(name, http)


@pytest.mark.parametrize("name", NAMES)
def test_every_source_is_what_its_listing_says(name: str) -> None:
    with client() as http:
        source = _built(name, http)
    contract.check_identity(source)
    one = listing(source.name)
    assert one.name == name
    assert (source.reach, source.licence) == (one.reach, one.licence)
    if name != "file":
        assert (source.name, source.title, source.home) == (one.name, one.title, one.home)


def test_names_are_told_apart() -> None:
    assert len(set(NAMES)) == len(NAMES)
    assert {"anilist", "jikan", "wikimedia", "ann", "offline-database", "bangumi-data", "file"} <= set(NAMES)
    assert set(NAMES) - set(BY_ITSELF) == {"file"}


def test_an_unknown_name_is_told_with_those_there_are() -> None:
    with pytest.raises(SourceUnknown, match=r"no source 'anilst'\. Did you mean anilist\? There are: offline-database"):
        listing("anilst")


def test_a_missing_module_is_told_only_when_it_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    gone = msgspec.structs.replace(listing("jikan"), place="nextcour.sources.not_there:Jikan")
    monkeypatch.setattr(registry, "_LISTED", (gone,))
    assert listing("jikan").title
    with client() as http, pytest.raises(SourceMissing, match="not part of this version"):
        build("jikan", http)


def test_a_missing_library_is_told_with_how_to_install_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "needs_more.py").write_text("import a_library_that_nobody_has\n", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    needy = msgspec.structs.replace(listing("jikan"), place="needs_more:Jikan")
    monkeypatch.setattr(registry, "_LISTED", (needy,))
    with client() as http, pytest.raises(SourceMissing, match=r"a_library_that_nobody_has: pip install"):
        build("jikan", http)


def test_listing_sources_imports_none_of_them() -> None:
    code = (
        "import sys; from nextcour.sources.registry import listings; listings(); "
        "sys.exit(any(m in sys.modules for m in ('httpx', 'feedparser', 'polars', 'nextcour.sources.anilist')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
