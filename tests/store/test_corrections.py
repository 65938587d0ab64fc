"""The corrections file: append-only, whole lines, damage reported and skipped."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest

from nextcour.franchise.correction import Correction, CorrectionKind
from nextcour.store import corrections

DAY = dt.date(2026, 11, 23)


def link(note: str = "") -> Correction:
    return Correction(CorrectionKind.LINK, "https://example.org/n", DAY, earlier="bgm1", later="bgm2", note=note)


def renumber() -> Correction:
    return Correction(CorrectionKind.RENUMBER, "https://example.org/n", DAY, entry="bgm1", number=2)


def test_round_trip_in_order(tmp_path: Path) -> None:
    path = tmp_path / "new" / "corrections.jsonl"
    written = [link("第2期"), renumber(), link("a\nb\x1b[0m")]
    for item in written:
        corrections.append(path, item)
    assert corrections.read(path) == corrections.Corrections(tuple(written))
    assert len(path.read_bytes().splitlines()) == 3


def test_the_shipped_file_reads_clean_and_names_sources() -> None:
    shipped = corrections.read(corrections.SHIPPED)
    assert not shipped.problems
    assert all(item.source.startswith("https://") for item in shipped.corrections)


def test_no_file_is_no_corrections(tmp_path: Path) -> None:
    assert corrections.read(tmp_path / "none.jsonl") == corrections.Corrections(())


def test_the_user_comes_after_the_package(tmp_path: Path) -> None:
    shipped, own = tmp_path / "shipped.jsonl", tmp_path / "own.jsonl"
    corrections.append(shipped, link())
    corrections.append(own, renumber())
    assert corrections.load([own], shipped=shipped).corrections == (link(), renumber())


NO_ADDRESS = b'{"kind":"link","source":"nowhere","recorded":"2026-01-01","earlier":"a","later":"b"}'


@pytest.mark.parametrize("bad", [b"{", b"[]", b'{"kind": "link"}', b"\xff\xfe", b"null", NO_ADDRESS, b"x" * 70_000])
def test_a_bad_line_is_reported_and_skipped(tmp_path: Path, bad: bytes) -> None:
    path = tmp_path / "corrections.jsonl"
    path.write_bytes(corrections.encode(link()) + bad + b"\n\n" + corrections.encode(renumber()))
    found = corrections.read(path)
    assert found.corrections == (link(), renumber())
    assert len(found.problems) == 1
    assert "line 2" in found.problems[0]


def test_a_line_cut_short_does_not_swallow_the_next(tmp_path: Path) -> None:
    path = tmp_path / "corrections.jsonl"
    path.write_bytes(corrections.encode(link())[:-20])
    corrections.append(path, renumber())
    found = corrections.read(path)
    assert found.corrections == (renumber(),)
    assert len(found.problems) == 1


def test_a_short_write_is_taken_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "corrections.jsonl"
    corrections.append(path, link())
    before = path.read_bytes()
    whole = os.write
    monkeypatch.setattr(os, "write", lambda handle, data: whole(handle, data[:10]))
    with pytest.raises(corrections.CorrectionsUnwritable, match="Nothing was recorded"):
        corrections.append(path, renumber())
    assert path.read_bytes() == before


def test_where_nothing_can_be_written_it_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(corrections.CorrectionsUnwritable, match="Nothing was recorded"):
        corrections.append(tmp_path / "file" / "corrections.jsonl", link())
    with pytest.raises(corrections.CorrectionsUnreadable, match="cannot be read"):
        corrections.read(tmp_path)
