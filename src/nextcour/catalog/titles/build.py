"""Builds the index: named pages of bytes, for a dict or a table of a database.

Names: `g` + gram (postings: key numbers, unsigned 32-bit), `k` + key number, `l` + line number, `a` + folded
abbreviation, `lengths` (grams of each key, one byte), `han` (the folding table), `schema`.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping

import msgspec

from nextcour.catalog.entry import TitleKind
from nextcour.catalog.titles import markers
from nextcour.catalog.titles.grams import grams
from nextcour.catalog.titles.keys import forms
from nextcour.catalog.titles.normalise import Folding, clean, compact, has_cjk
from nextcour.catalog.titles.rows import (
    SCHEMA,
    Abbreviation,
    Expansion,
    Form,
    Key,
    KeyRef,
    LineEntry,
    LineRecord,
    TitleRow,
)

LONG, LONG_CJK = 7, 4  # characters from which an abbreviation is a name
LATIN_TITLES = 2  # kept beside what an abbreviation stands for

_FORM_RANK = {form: index for index, form in enumerate(Form)}
_KIND_RANK = {kind: index for index, kind in enumerate(TitleKind)}


class AbbreviationUnknown(Exception):
    """An abbreviation names a title that no row has. The text lists all such."""


def build(
    rows: Iterable[TitleRow], abbreviations: Iterable[Abbreviation], han: Mapping[int, int], *, strict: bool = False
) -> dict[str, bytes]:
    """Pages of the index over `rows`. Same input, same pages.

    Abbreviations whose titles no row has are left out; with `strict` they raise AbbreviationUnknown.
    """
    folding = Folding(han)
    by_line: dict[str, dict[str, list[TitleRow]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        by_line[row.line][row.entry].append(row)
    lines: list[LineRecord] = []
    refs: dict[str, dict[tuple[int, int], KeyRef]] = defaultdict(dict)
    for number, line_id in enumerate(sorted(by_line)):
        record, titles = _line(line_id, by_line.pop(line_id))
        lines.append(record)
        for position, row in titles:
            for ref_text, ref in _refs(number, position, row, record, folding):
                known = refs[ref_text].get((number, position))
                if known is None or _rank(ref) < _rank(known):
                    refs[ref_text][number, position] = ref
    shorts = _shorts(abbreviations, refs, folding, strict=strict)
    texts = sorted(refs)
    pages = {"schema": str(SCHEMA).encode(), "han": _pack_han(han)}
    encode = msgspec.msgpack.Encoder().encode
    lengths = bytearray()
    postings: dict[str, array[int]] = defaultdict(lambda: array("I"))
    for index, text in enumerate(texts):  # what was read is let go as its page is made
        found = grams(compact(text))
        lengths.append(min(len(found), 255))
        for gram in found:
            postings[gram].append(index)
        pages[f"k{index}"] = encode(Key(text, tuple(sorted(refs.pop(text).values(), key=_rank))))
    pages["lengths"] = bytes(lengths)
    pages.update((f"g{gram}", posting.tobytes()) for gram, posting in sorted(postings.items()))
    pages.update((f"l{index}", encode(line)) for index, line in enumerate(lines))
    pages.update(shorts)
    return pages


def _rank(ref: KeyRef) -> tuple[int, int, str]:
    return _FORM_RANK[ref.form], _KIND_RANK[ref.kind], ref.title


def _line(line_id: str, entries: Mapping[str, list[TitleRow]]) -> tuple[LineRecord, list[tuple[int, TitleRow]]]:
    """The record of a line, and its rows with the position of their entry."""
    ordered = sorted(
        entries.values(),
        key=lambda rows: (rows[0].number is None, rows[0].number or 0, rows[0].order, rows[0].entry),
    )
    found: list[LineEntry] = []
    titles: list[tuple[int, TitleRow]] = []
    for position, rows in enumerate(ordered):
        first = rows[0]
        said = [markers.read(clean(row.text).lower()) for row in rows]
        found.append(
            LineEntry(
                id=first.entry,
                title=first.text,
                number=first.number,
                role=first.role,
                year=first.year,
                season=next((mark.season for mark in said if mark.season and not mark.bare), None),
                part=next((mark.part or mark.cour for mark in said if mark.part or mark.cour), None),
                final=any(mark.final for mark in said),
                popularity=first.popularity,
            )
        )
        titles.extend((position, row) for row in rows)
    return LineRecord(line_id, ordered[0][0].franchise, found[0].title, tuple(found)), titles


def _refs(
    line: int, position: int, row: TitleRow, record: LineRecord, folding: Folding
) -> Iterable[tuple[str, KeyRef]]:
    for text, form, said, bare in forms(row.text, folding):
        # A lone number is an installment's only where the line agrees: else it is part of the name (Lupin III).
        if bare and form is not Form.FULL and said != record.entries[position].number:
            continue
        if text:
            yield text, KeyRef(line, position, row.kind, form, row.text, None if bare and form is Form.FULL else said)


def _shorts(
    abbreviations: Iterable[Abbreviation],
    refs: dict[str, dict[tuple[int, int], KeyRef]],
    folding: Folding,
    *,
    strict: bool,
) -> dict[str, bytes]:
    """Pages of what abbreviations stand for. Long ones that mean one show are names that may be misspelled too: they
    join `refs` as its aliases."""
    found: dict[str, list[str]] = defaultdict(list)
    names: dict[str, tuple[str, str]] = {}
    unknown = []
    for item in abbreviations:
        folded = folding.fold(item.short)
        short = compact(folded)
        titles = [text for title in item.titles if (text := folding.fold(title)) in refs]
        if not short or len(titles) < len(item.titles):
            unknown.append(item.short)
        found[short].extend(text for text in titles if text not in found[short])
        names[short] = (folded, item.short)
    if unknown and strict:
        raise AbbreviationUnknown(", ".join(unknown))
    latin = _latin(refs)
    pages = {}
    added: dict[str, KeyRef] = {}
    for short, texts in sorted(found.items()):
        if not texts:
            continue
        also: list[str] = []
        if len(texts) == 1:
            best = min(refs[texts[0]].values(), key=_rank)
            also = [text for text in latin.get((best.line, best.entry), ()) if text != texts[0]]
            if len(short) >= (LONG_CJK if has_cjk(short) else LONG):
                folded, written = names[short]
                added[folded] = KeyRef(best.line, best.entry, TitleKind.ALIAS, Form.FULL, written, None)
        pages[f"a{short}"] = msgspec.msgpack.encode(Expansion(tuple(texts), tuple(also[:LATIN_TITLES])))
    for text, ref in added.items():
        refs.setdefault(text, {}).setdefault((ref.line, ref.entry), ref)
    return pages


def _latin(refs: Mapping[str, Mapping[tuple[int, int], KeyRef]]) -> dict[tuple[int, int], list[str]]:
    """Whole titles in Latin letters of each entry, best kind first."""
    found: dict[tuple[int, int], list[tuple[int, str]]] = defaultdict(list)
    for text, places in refs.items():
        if text.isascii():
            for place, ref in places.items():
                if ref.form is Form.FULL:
                    found[place].append((_KIND_RANK[ref.kind], text))
    return {place: [text for _, text in sorted(texts)] for place, texts in found.items()}


def _pack_han(han: Mapping[int, int]) -> bytes:
    return msgspec.msgpack.encode(("".join(map(chr, han)), "".join(map(chr, han.values()))))
