"""An analyst's list: every row comes back in its place, and what cannot be read is refused with a reason."""

from __future__ import annotations

import contextlib
import csv
import datetime as dt
import io
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nextcour.bootstrap import Engine
from nextcour.catalog.entry import Entry, Format, Ids, Title, TitleKind
from nextcour.cli import table_in, wanted
from nextcour.cli.errors import Stop
from nextcour.cli.wanted import Wanted, find, read_list
from nextcour.franchise.finding import ANILIST, LINE, MAL, Finder, Unmatched
from nextcour.franchise.model import Extra, Franchise, Installment, Line, Relation

DAY = dt.date(2026, 4, 25)


def entry(name: str, mal: int | None, anilist: int | None = None) -> Entry:
    titles = (Title(name, "ja", "Jpan", TitleKind.NATIVE, "test"),)
    return Entry(id=name, titles=titles, format=Format.TV, ids=Ids(mal=mal, anilist=anilist))


ENTRIES = {
    one.id: one for one in (entry("a1", 10, 110), entry("a2", 11), entry("film", 12), entry("b", 10), entry("lone", 13))
}
FRANCHISES = (
    Franchise(
        "a",
        "A",
        (Line("a", "A", (Installment(1, ("a1", "a2")),), ()),),
        (Extra("film", Relation.MOVIE, None, True, ()), Extra("b", Relation.MOVIE, None, True, ())),
    ),
    Franchise("lone", "Lone", (), (Extra("lone", Relation.OVA, None, False, ()),)),
)
FINDER = Finder(FRANCHISES, ENTRIES)


def no_engine() -> Engine:
    raise AssertionError("only a question needs the engine")


def written(folder: Path, content: str | bytes) -> Path:
    path = folder / "list.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.mark.parametrize(
    ("by", "asked", "line"),
    [(LINE, "a", "a"), (MAL, "10", "a"), (MAL, "11.0", "a"), (MAL, "12", "a"), (ANILIST, "110", "a")],
)
def test_an_id_of_any_entry_finds_its_line(by: str, asked: str, line: str) -> None:
    assert find(Wanted(1, by, asked), FINDER, no_engine, DAY) == line


@pytest.mark.parametrize(
    ("by", "asked", "words"),
    [
        (LINE, "A", "no main line"),
        (MAL, "99", "no entry with this id of MyAnimeList"),
        (ANILIST, "10", "no entry with this id of AniList"),
        (MAL, "1e5", "whole numbers"),
        (MAL, "-10", "whole numbers"),
        (MAL, "１０", "whole numbers"),
        (MAL, "9" * 5000, "whole numbers"),
        (MAL, "13", "no main line"),
        ("", "", "empty"),
    ],
)
def test_what_finds_no_line_says_why(by: str, asked: str, words: str) -> None:
    with pytest.raises(Unmatched, match=words):
        find(Wanted(1, by, asked), FINDER, no_engine, DAY)


def test_a_question_is_answered_or_says_why_not(engine: Engine) -> None:
    def ask(query: str) -> str:
        return find(Wanted(1, "query", query), FINDER, lambda: engine, DAY)

    assert ask("akudama drive season 2") == "akudama-drive"
    with pytest.raises(Unmatched, match=r"it may mean .* \| "):
        ask("gundam")
    with pytest.raises(Unmatched):
        ask("qwxz vvkkq jjqx")
    with pytest.raises(Unmatched):
        ask("？")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_spreadsheets_of_any_language_are_read(delimiter: str, mark: str, tmp_path: Path) -> None:
    text = mark + delimiter.join(["Note", " MAL_ID "]) + "\r\n" + delimiter.join(["x", "10"]) + "\r\n"
    assert read_list(written(tmp_path, text)) == [Wanted(1, MAL, "10")]


def test_a_row_without_the_first_id_is_found_by_the_next(tmp_path: Path) -> None:
    path = written(tmp_path, "query,anilist_id,mal_id,line_id\nq,1,2,l\nq,1,2,\nq,1,,\nq,,,\n,,,\n\nq\n")
    assert [(one.by, one.asked) for one in read_list(path)] == [
        (LINE, "l"), (MAL, "2"), (ANILIST, "1"), ("query", "q"), ("", ""), ("", ""), ("query", "q"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"title\nx\n", "none of the columns"),
        (b"mal_id\n\xff\xfe\n", "not UTF-8"),
        ("mal_id\n10\n".encode("utf-16"), "not UTF-8"),
        (b'mal_id\n"x\n', "no CSV file"),
        (b"mal_id\n" + b"x" * 200_000, "no CSV file"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(content: bytes, words: str, tmp_path: Path) -> None:
    with pytest.raises(Stop, match=words):
        read_list(written(tmp_path, content))


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Stop, match="cannot be read"):
        read_list(tmp_path / "none.csv")


def test_a_file_or_list_that_is_too_long_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path, "mal_id\n1\n2\n3\n")
    monkeypatch.setattr(wanted, "MAX_ROWS", 2)
    with pytest.raises(Stop, match="3 rows, more than 2"):
        read_list(path)
    monkeypatch.setattr(table_in, "MAX_BYTES", 5)
    with pytest.raises(Stop, match="larger than"):
        read_list(path)


CELLS = st.text(st.characters(codec="utf-8"), max_size=12)


@given(rows=st.lists(st.tuples(CELLS, CELLS), max_size=8), mark=st.booleans())
@example(rows=[("a\nb", "1"), ("\u2028", "2"), ('"', ",")], mark=True)
def test_no_row_is_lost_whatever_stands_in_it(
    rows: list[tuple[str, str]], mark: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    writer.writerow(("note", "mal_id"))
    writer.writerows(rows)
    content = text.getvalue().encode("utf-8-sig" if mark else "utf-8")
    found = read_list(written(tmp_path_factory.mktemp("list"), content))
    assert [one.row for one in found] == list(range(1, len(rows) + 1))
    assert [one.asked for one in found] == [cell.strip() for _, cell in rows]


@given(content=st.binary(max_size=60))
@example(content=b"mal_id\n\0\n")
def test_any_bytes_are_read_or_refused_in_words(content: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = written(tmp_path_factory.mktemp("list"), content)
    with contextlib.suppress(Stop):
        assert all(one.row for one in read_list(path))
