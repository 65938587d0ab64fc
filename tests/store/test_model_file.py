"""A model as data: the same chances after reading, the same bytes for the same model, and nothing that can do harm."""

from __future__ import annotations

import lzma
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nextcour.forecast.landmarks import rows_of
from nextcour.forecast.panel import Event
from nextcour.scoring import score
from nextcour.signals.landmark import landmark
from nextcour.store import model_file
from nextcour.store.model_file import ModelDamaged
from tests.forecast import catalogues


@pytest.fixture(scope="module")
def data() -> bytes:
    return model_file.encode(catalogues.trained())


def changed(data: bytes, change: Any) -> bytes:
    """The file with something else in its JSON: `change` gets the content and alters it."""
    content = msgspec.json.decode(lzma.decompress(data))
    change(content)
    return lzma.compress(msgspec.json.encode(content))


def test_a_model_that_was_read_gives_exactly_the_same_chances(data: bytes) -> None:
    bench, made = catalogues.workbench(), catalogues.trained()
    read = model_file.decode(data)
    assert read.made == made.made
    day = catalogues.DATA_DAY.toordinal()
    panel = rows_of(bench.chronicle, landmark(bench.chronicle, day, bench.counted), bench.seen, float("inf"))
    before, after = made.model.chances(panel), read.model.chances(panel)
    for event in Event:
        assert np.abs(before[event] - after[event]).max() < 1e-9
    assert score(bench, read, catalogues.DATA_DAY) == score(bench, made, catalogues.DATA_DAY)


def test_the_same_model_gives_the_same_bytes(data: bytes) -> None:
    assert model_file.encode(model_file.decode(data)) == data


def test_a_file_that_was_written_is_read(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "deep" / "model.json.xz"
    digest = model_file.write(catalogues.trained(), path)
    assert path.read_bytes() == data
    assert len(digest) == 64
    found = model_file.read(path)
    assert found is not None
    assert found.known_to == catalogues.DATA_DAY
    assert [one.name for one in path.parent.iterdir()] == ["model.json.xz"]


def test_no_file_is_no_model(tmp_path: Path) -> None:
    assert model_file.read(tmp_path / "none") is None


def test_a_folder_in_its_place_is_said_to_be_unreadable(tmp_path: Path) -> None:
    with pytest.raises(ModelDamaged, match="cannot be read"):
        model_file.read(tmp_path)


@given(at=st.integers(0, 10**6), bit=st.integers(0, 7))
def test_a_flipped_bit_is_noticed(data: bytes, at: int, bit: int) -> None:
    broken = bytearray(data)
    broken[at % len(broken)] ^= 1 << bit
    with pytest.raises(ModelDamaged):
        model_file.decode(bytes(broken))


@given(length=st.integers(0, 10**6))
def test_a_file_that_was_cut_short_is_noticed(data: bytes, length: int) -> None:
    with pytest.raises(ModelDamaged):
        model_file.decode(data[: length % len(data)])


@given(st.binary(max_size=200))
def test_anything_else_is_no_model(content: bytes) -> None:
    for packed in (content, lzma.compress(content)):
        with pytest.raises(ModelDamaged):
            model_file.decode(packed)


def test_a_file_that_expands_without_end_is_refused() -> None:
    bomb = lzma.compress(b" " * (model_file.MAX_EXPANDED + 1))
    assert len(bomb) < 10_000
    with pytest.raises(ModelDamaged, match="larger than"):
        model_file.decode(bomb)


def test_a_file_that_is_too_large_is_not_even_read(tmp_path: Path) -> None:
    path = tmp_path / "model"
    with path.open("wb") as file:
        file.truncate(model_file.MAX_PACKED + 1)
    with pytest.raises(ModelDamaged, match="larger than"):
        model_file.read(path)


def test_something_behind_the_model_is_refused(data: bytes) -> None:
    with pytest.raises(ModelDamaged):
        model_file.decode(data + b"\0")


def test_another_schema_is_refused_by_its_number(data: bytes) -> None:
    def change(content: Any) -> None:
        content["schema"] = 99
        content["model"] = "of a later version"

    with pytest.raises(ModelDamaged, match="schema 99"):
        model_file.decode(changed(data, change))


CHANGES = {
    "a missing event": lambda model: model["blends"].pop("movie"),
    "a missing coefficient": lambda model: model["blends"]["announced"]["logit"]["slopes"].pop(),
    "a missing interval": lambda model: model["blends"]["announced"]["logit"]["intervals"].pop(),
    "a covariance of another shape": lambda model: model["blends"]["movie"]["logit"]["covariance"].pop(),
    "a scale of nothing": lambda model: model["blends"]["movie"]["logit"]["scales"].__setitem__(0, 0.0),
    "a baseline of another shape": lambda model: model["blends"]["premiere"]["baseline"].pop(),
    "a hazard above one": lambda model: model["blends"]["premiere"]["baseline"][0].__setitem__(0, 1.5),
    "a share above one": lambda model: model["blends"]["premiere"].__setitem__("tree_share", 7.0),
    "levels that fall": lambda model: model["levels"].reverse(),
    "lag intervals that fall": lambda model: model["lag"]["edges"].reverse(),
    "a lag without its intervals": lambda model: model["lag"]["logits"].pop(),
    "a layer without its weights": lambda model: model["demand"]["columns"].append("more"),
    "one name too few": lambda model: model["blends"]["announced"]["names"].pop(),
    "trees that are none": lambda model: model["blends"]["announced"].__setitem__("trees", "tree\nno"),
    "a number that is none": lambda model: model["levels"].__setitem__(0, None),
}


@pytest.mark.parametrize("what", CHANGES)
def test_parts_that_do_not_fit_together_are_refused(what: str, data: bytes) -> None:
    with pytest.raises(ModelDamaged):
        model_file.decode(changed(data, lambda content: CHANGES[what](content["model"])))
