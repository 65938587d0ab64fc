"""The catalogue file: read whole or refused, written whole or not at all."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nextcour.catalog.catalogue import SCHEMA, Catalogue
from nextcour.catalog.entry import Entry, Format, Title, TitleKind
from nextcour.store import bundle
from nextcour.store.bundle import CatalogueDamaged, CatalogueNotWritten

ENTRY = Entry("bgm1", (Title("銀魂", "ja", "Jpan", TitleKind.NATIVE, "test"),), Format.TV)
CATALOGUE = Catalogue(SCHEMA, dt.date(2026, 4, 25), (), (ENTRY,))


def test_what_is_written_is_read(tmp_path: Path) -> None:
    path = tmp_path / "new" / "catalogue.xz"
    digest = bundle.write(CATALOGUE, path)
    assert bundle.read(path) == (CATALOGUE, digest)
    assert os.listdir(path.parent) == ["catalogue.xz"]


def test_a_failed_write_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "catalogue.xz"
    bundle.write(CATALOGUE, path)
    before = path.read_bytes()
    monkeypatch.setattr(bundle, "MAX_PACKED", 10)
    with pytest.raises(CatalogueNotWritten, match="more than 10"):
        bundle.write(CATALOGUE, path)
    monkeypatch.undo()
    (tmp_path / "folder").mkdir()
    with pytest.raises(CatalogueNotWritten):
        bundle.write(CATALOGUE, tmp_path / "folder")
    with pytest.raises(CatalogueNotWritten):
        bundle.write(CATALOGUE, path / "below a file")
    assert path.read_bytes() == before
    assert sorted(os.listdir(tmp_path)) == ["catalogue.xz", "folder"]


@settings(max_examples=30)
@given(st.integers(0, len(bundle.pack(CATALOGUE)) - 1), st.binary(min_size=1, max_size=40))
def test_a_damaged_file_is_refused(at: int, noise: bytes) -> None:
    data = bundle.pack(CATALOGUE)
    broken = data[:at] + noise + data[at + len(noise) :]
    if broken == data:
        assert bundle.unpack(broken) == CATALOGUE
        return
    with pytest.raises(CatalogueDamaged, match="nextcour catalog build"):
        bundle.unpack(broken)


def test_each_kind_of_damage_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = bundle.pack(CATALOGUE)
    with pytest.raises(CatalogueDamaged, match="cannot be read"):
        bundle.read(tmp_path / "none")
    with pytest.raises(CatalogueDamaged, match="cut short"):
        bundle.unpack(data[:-20])
    with pytest.raises(CatalogueDamaged, match="schema 99"):
        bundle.unpack(bundle.pack(msgspec.structs.replace(CATALOGUE, schema=99)))
    monkeypatch.setattr(bundle, "MAX_EXPANDED", 10)
    with pytest.raises(CatalogueDamaged, match="larger than 10"):
        bundle.unpack(data)
