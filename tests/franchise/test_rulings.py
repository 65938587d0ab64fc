"""An editor's corrections in the graph: they beat evidence and survive every rebuild."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from nextcour.catalog.entry import Format
from nextcour.franchise.correction import Correction, CorrectionKind
from nextcour.franchise.graph import assemble, build
from tests.franchise.examples import entry, franchise_of, line_of, numbered

DAY = dt.date(2026, 11, 23)
SOURCE = "https://example.org/news"
FIRST = entry("a", "星の街角", "2019-04-06", tmdb="tv/10")
SECOND = entry("b", "星の街角 第2期", "2021-07-03", tmdb="tv/10/season/2")
THIRD = entry("c", "星の街角 第3期", "2023-07-01", tmdb="tv/10/season/3")
OTHER = entry("o", "別の物語", "2022-01-08", tmdb="tv/20")


def link(earlier: str, later: str) -> Correction:
    return Correction(CorrectionKind.LINK, SOURCE, DAY, earlier=earlier, later=later)


def unlink(earlier: str, later: str) -> Correction:
    return Correction(CorrectionKind.UNLINK, SOURCE, DAY, earlier=earlier, later=later)


def renumber(name: str, number: int) -> Correction:
    return Correction(CorrectionKind.RENUMBER, SOURCE, DAY, entry=name, number=number)


def test_unlink_beats_every_piece_of_evidence() -> None:
    franchises = build([FIRST, SECOND], [unlink("a", "b")])
    assert line_of(franchises, "a") is not line_of(franchises, "b")
    assert franchise_of(franchises, "a") is not franchise_of(franchises, "b")


def test_link_joins_what_nothing_else_joins_and_says_why() -> None:
    franchises = build([FIRST, OTHER], [link("a", "o")])
    line = line_of(franchises, "a")
    assert numbered(line) == [(1, ("a",)), (2, ("o",))]
    assert line.links[0].evidence[0].source == SOURCE
    assert line.links[0].confidence == 1.0


def test_link_makes_an_installment_of_an_extra() -> None:
    ova = entry("v", "星の街角 外の海", "2020-03-01", weeks=1, form=Format.OVA, tmdb="tv/10/season/0")
    assert numbered(line_of(build([FIRST, ova], [link("a", "v")]), "v")) == [(1, ("a",)), (2, ("v",))]


def test_unlink_frees_an_extra() -> None:
    movie = entry("m", "劇場版 星の街角", "2020-03-01", weeks=1, form=Format.MOVIE)
    assert franchise_of(build([FIRST, movie]), "m").id == franchise_of(build([FIRST, movie]), "a").id
    franchises = build([FIRST, movie], [unlink("a", "m")])
    assert franchise_of(franchises, "m") is not franchise_of(franchises, "a")


def test_renumber_sets_the_number_and_the_rest_counts_on() -> None:
    line = line_of(
        build([FIRST, entry("b", "星の街角 夜", "2021-07-03", tmdb="tv/10/season/2"), THIRD], [renumber("b", 5)]), "a"
    )
    assert [installment.number for installment in line.installments] == [1, 5, 6]


def test_renumber_to_the_number_before_makes_a_part() -> None:
    line = line_of(build([FIRST, SECOND], [renumber("b", 1)]), "a")
    assert numbered(line) == [(1, ("a", "b"))]


def test_renumber_that_would_not_rise_is_reported_and_left_out() -> None:
    made = assemble([FIRST, SECOND, THIRD], [renumber("c", 1)])
    assert [installment.number for installment in line_of(made.franchises, "a").installments] == [1, 2, 3]
    assert any("c cannot be installment 1" in problem for problem in made.problems)


def test_unknown_entries_are_reported_not_fatal() -> None:
    made = assemble([FIRST, SECOND], [link("a", "nowhere"), renumber("gone", 2)])
    assert len(made.problems) == 2
    assert made.franchises == build([FIRST, SECOND])


def test_a_link_against_time_is_reported() -> None:
    made = assemble([FIRST, OTHER], [link("o", "a")])
    assert any("premiered before" in problem for problem in made.problems)


def test_of_two_about_one_pair_the_later_holds() -> None:
    joined = build([FIRST, SECOND], [unlink("a", "b"), link("a", "b")])
    assert line_of(joined, "a") is line_of(joined, "b")
    parted = build([FIRST, SECOND], [link("a", "b"), unlink("a", "b")])
    assert line_of(parted, "a") is not line_of(parted, "b")


def test_corrections_survive_a_rebuild_with_more_entries() -> None:
    rules = [unlink("a", "b"), link("a", "o"), renumber("o", 4)]
    for more in ([], [THIRD], [THIRD, entry("z", "星の街角 第4期", "2025-07-05", tmdb="tv/10/season/4")]):
        made = assemble([FIRST, SECOND, OTHER, *more], rules)
        assert line_of(made.franchises, "a") is line_of(made.franchises, "o")
        assert line_of(made.franchises, "a") is not line_of(made.franchises, "b")
        assert next(i.number for i in line_of(made.franchises, "o").installments if "o" in i.parts) == 4
        assert not made.problems


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Correction(CorrectionKind.LINK, SOURCE, DAY, earlier="a"),
        lambda: link("a", "a"),
        lambda: Correction(CorrectionKind.UNLINK, SOURCE, DAY, earlier="a", later="b", number=2),
        lambda: Correction(CorrectionKind.RENUMBER, SOURCE, DAY, entry="a"),
        lambda: renumber("a", 0),
        lambda: Correction(CorrectionKind.RENUMBER, SOURCE, DAY, entry="a", number=2, later="b"),
    ],
)
def test_a_correction_that_makes_no_sense_is_refused(wrong: Callable[[], Correction]) -> None:
    with pytest.raises(ValueError, match=r"needs|installment number"):
        wrong()


@pytest.mark.parametrize("source", ["", "someone told me", "ftp://x", "javascript:alert(1)", "https://a b"])
def test_a_correction_needs_an_address(source: str) -> None:
    with pytest.raises(ValueError, match="http"):
        Correction(CorrectionKind.LINK, source, DAY, earlier="a", later="b")
