"""What must hold for any entries: one franchise each, rising numbers, the same graph in any order."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from nextcour.catalog.entry import Entry, Format
from nextcour.franchise.correction import Correction, CorrectionKind
from nextcour.franchise.graph import assemble, build
from nextcour.franchise.model import Franchise
from tests.franchise.examples import entry, line_of

NAMES = ("星の街角", "月の港町", "紙", "忍者の里", "Harbour", "星の街角 夜", "劇場版 月の港町", "外伝 星の街角")
MARKS = ("", " 第2期", " 2", "(第2クール)", "Ⅲ", " 続", " Final Season", " 総集編", "(2019)", " S2", " 第10シリーズ")
DAYS = st.dates(dt.date(1980, 1, 1), dt.date(2026, 4, 1)).map(dt.date.isoformat)
SHOWS = st.sampled_from(
    (None, "tv/1", "tv/1/season/2", "tv/2/season/3", "tv/2/season/0", "tv/3/season/1/episode/13", "movie/9")
)


@st.composite
def catalogues(draw: st.DrawFn) -> list[Entry]:
    count = draw(st.integers(0, 9))
    return [
        entry(
            f"e{place}",
            draw(st.sampled_from(NAMES)) + draw(st.sampled_from(MARKS)),
            draw(DAYS),
            weeks=draw(st.sampled_from((None, 1, 2, 12, 25, 200))),
            form=draw(st.sampled_from(list(Format))),
            tmdb=draw(SHOWS),
            tags=draw(st.sampled_from(((), ("续作",), ("总集篇",), ("番外",), ("SP",)))),
            zh=draw(st.sampled_from((None, "星之街角", "月之港町 第二季"))),
        )
        for place in range(count)
    ]


@st.composite
def rules(draw: st.DrawFn) -> Correction:
    names = st.sampled_from([f"e{place}" for place in range(10)])
    one, other = draw(st.tuples(names, names).filter(lambda pair: pair[0] != pair[1]))
    kind = draw(st.sampled_from(list(CorrectionKind)))
    day, source = dt.date(2026, 1, 1), "https://example.org/"
    if kind is CorrectionKind.RENUMBER:
        return Correction(kind, source, day, entry=one, number=draw(st.integers(1, 9)))
    return Correction(kind, source, day, earlier=one, later=other)


def check(franchises: tuple[Franchise, ...], entries: list[Entry]) -> None:
    named = [name for franchise in franchises for name in franchise.entry_ids()]
    assert sorted(named) == sorted(item.id for item in entries)
    slugs = [line.id for franchise in franchises for line in franchise.lines]
    assert len(set(slugs)) == len(slugs)
    premieres = {item.id: item.premiere.earliest for item in entries}
    for franchise in franchises:
        assert franchise.id == franchise.lines[0].id
        for line in franchise.lines:
            numbers = [installment.number for installment in line.installments]
            assert numbers == sorted(set(numbers))
            assert numbers[0] >= 1
            parts = [part for installment in line.installments for part in installment.parts]
            assert [(link.earlier, link.later) for link in line.links] == list(pairwise(parts))
            days = [premieres[part] for part in parts]
            assert days == sorted(day for day in days if day is not None)
            assert all(0 <= link.confidence <= 1 and link.evidence for link in line.links)
        lines = {line.id for line in franchise.lines}
        assert all(extra.line in lines and extra.evidence for extra in franchise.extras)


@settings(max_examples=150)
@given(catalogues())
def test_each_entry_is_in_one_franchise_and_numbers_rise(entries: list[Entry]) -> None:
    check(build(entries), entries)


@settings(max_examples=80)
@given(st.data(), catalogues(), st.lists(rules(), max_size=4))
def test_the_order_of_entries_does_not_matter(
    data: st.DataObject, entries: list[Entry], known: list[Correction]
) -> None:
    assert assemble(data.draw(st.permutations(entries)), known) == assemble(entries, known)


@settings(max_examples=120)
@given(catalogues(), st.lists(rules(), max_size=5))
def test_corrections_hold_or_are_reported(entries: list[Entry], known: list[Correction]) -> None:
    made = assemble(entries, known)
    check(made.franchises, entries)
    here = {item.id for item in entries}
    last = {tuple(sorted(rule.entries())): rule for rule in known if set(rule.entries()) <= here}
    for rule in last.values():
        if rule.kind is CorrectionKind.UNLINK and not any(other.kind is CorrectionKind.LINK for other in last.values()):
            try:
                one = line_of(made.franchises, rule.earlier or "")
                assert one is not line_of(made.franchises, rule.later or "")
            except KeyError:
                continue  # an extra is on no line
        told = any((rule.later or rule.entry or "") in problem for problem in made.problems)
        if rule.kind is CorrectionKind.LINK and not told:
            assert line_of(made.franchises, rule.earlier or "") is line_of(made.franchises, rule.later or "")
        if rule.kind is CorrectionKind.RENUMBER and not told:
            line = line_of(made.franchises, rule.entry or "")
            assert next(i.number for i in line.installments if rule.entry in i.parts) == rule.number
