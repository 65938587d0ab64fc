"""Large files, cut into records as they come."""

from __future__ import annotations

import json
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nextcour.sources import bulk_stream
from nextcour.sources.bulk_stream import BulkUnreadable
from tests.sources.offline_examples import document, packed


def test_nothing_is_held_of_a_file_that_expands_without_end() -> None:
    bomb = packed(b'{"lastUpdate": "2026-11-20"}\n' + b" " * 80_000_000)
    tracemalloc.start()
    with pytest.raises(BulkUnreadable, match="times its size"):
        for _ in bulk_stream.lines(bulk_stream.unpacked([bomb])):
            pass
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 100_000_000


@given(st.binary(max_size=400), st.integers(1, 30), st.integers(1, 40))
def test_lines_are_the_same_however_they_are_cut_into_chunks(data: bytes, size: int, limit: int) -> None:
    chunks = [data[start : start + size] for start in range(0, len(data), size)]
    assert list(bulk_stream.lines(chunks, limit=limit)) == list(bulk_stream.lines([data], limit=limit))


@given(st.lists(st.dictionaries(st.text(max_size=5), st.text(max_size=9), max_size=3), max_size=6), st.integers(1, 50))
def test_members_of_a_document_are_found_however_it_is_cut_into_chunks(rows: list[dict[str, str]], size: int) -> None:
    data = document(rows)
    chunks = [data[start : start + size] for start in range(0, len(data), size)]
    head, *found = bulk_stream.members(chunks)
    assert [json.loads(raw) for raw in found] == rows
    assert json.loads(head)["lastUpdate"] == "2026-11-20"


@given(st.binary(min_size=1, max_size=2_000), st.integers(0, 2_000))
def test_a_packed_file_that_is_cut_anywhere_is_never_taken_for_whole(data: bytes, cut: int) -> None:
    whole = packed(data)
    if cut >= len(whole):
        assert b"".join(bulk_stream.unpacked([whole])) == data
    else:
        with pytest.raises(BulkUnreadable):
            list(bulk_stream.unpacked([whole[:cut]]))


def test_a_document_that_ends_early_or_closes_too_much_is_told() -> None:
    for data, words in (
        (b'{"data": [{"a": 1}', "cut short"),
        (b'{"data": [}', "brackets"),
        (b"{}", "no JSON document"),
    ):
        with pytest.raises(BulkUnreadable, match=words):
            list(bulk_stream.members([data]))
