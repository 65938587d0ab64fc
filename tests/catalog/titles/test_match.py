from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nextcour.catalog.titles.asked import QueryEmpty, QueryTooLong
from nextcour.catalog.titles.index import MemoryPages, TitleIndex
from nextcour.catalog.titles.markers import Wants
from nextcour.catalog.titles.match import Match, Outcome, match
from tests.catalog.titles import examples


def answered(index: TitleIndex, query: str) -> Match:
    result = match(index, query)
    assert result.outcome is Outcome.ANSWERED, (query, result.reason, [item.line for item in result.candidates])
    assert result.winner is not None
    return result.winner


@pytest.mark.parametrize(
    ("query", "line"),
    [
        ("銀魂", "gintama"),
        ("银魂", "gintama"),
        ("gintma", "gintama"),
        ("akudama drvie", "akudama"),
        ("ＡＫＵＤＡＭＡ　ＤＲＩＶＥ", "akudama"),
        ("akudamadrive", "akudama"),
        ("あくだまどらいぶ", "akudama"),
        ("きめつのやいば", "kimetsu"),
        ("kimetu no yaiba", "kimetsu"),
        ("我推的孩子", "oshi"),
        ("推しの子", "oshi"),
        ("Mob Psycho 100", "mob"),
        ("86", "86"),
        ("K", "k"),
        ("is the order a rabbit", "rabbit"),
        ("when they cry", "cry"),
        ("higurashi when they cri", "cry"),
        ("aot", "titan"),
        ("鬼灭", "kimetsu"),
        ("進撃の巨入", "titan"),
        ("fate zero", "zero"),
        ("🎸 oshi no ko 🎸", "oshi"),
        ("will akudama drive return", "akudama"),
        ("when they cry when", "cry"),
    ],
)
def test_the_show_is_found(query: str, line: str, small: TitleIndex) -> None:
    assert answered(small, query).line == line


@pytest.mark.parametrize(
    ("query", "line", "wants", "number", "entry"),
    [
        ("oshi no ko s3", "oshi", Wants.SEASON, 3, "o3"),
        ("oshi no ko season 4", "oshi", Wants.SEASON, 4, None),
        ("推しの子 2期", "oshi", Wants.SEASON, 2, "o2"),
        ("我推的孩子第三季什么时候出", "oshi", Wants.SEASON, 3, "o3"),
        ("akudama drive season 2", "akudama", Wants.SEASON, 2, None),
        ("akudama drive 2", "akudama", Wants.SEASON, 2, None),
        ("gintama second season", "gintama", Wants.SEASON, 2, "g2"),
        ("mob psycho 100 ii", "mob", Wants.SEASON, 2, "m2"),
        ("mob psycho 100 3", "mob", Wants.SEASON, 3, None),
        ("86 2", "86", Wants.SEASON, 2, None),
        ("86 cour 2", "86", Wants.COUR, 1, "e2"),
        ("進撃の巨人 完結編", "titan", Wants.FINAL, 2, "t3"),
        ("aot final season", "titan", Wants.FINAL, 2, "t3"),
        ("attack on titan: the final season", "titan", Wants.FINAL, 2, "t3"),
        ("鬼滅の刃 遊郭編", "kimetsu", Wants.SEASON, 2, "k2"),
        ("鬼灭 遊郭篇", "kimetsu", Wants.SEASON, 2, "k2"),
        ("demon slayer movie", "kimetsu", Wants.MOVIE, None, "km"),
        ("鬼滅の刃 無限列車編", "kimetsu", Wants.MOVIE, None, "km"),
        ("a silent voice", "voice", Wants.MOVIE, None, "v1"),
        ("kny new season", "kimetsu", Wants.NEXT, None, None),
        ("gintama the final", "gintama", Wants.FINAL, None, "gm"),
        ("o maidens in your savage season 2", "season", Wants.SEASON, 2, None),
        ("鬼滅の刃", "kimetsu", Wants.SHOW, None, None),
    ],
)
def test_the_installment_is_found(
    query: str, line: str, wants: Wants, number: int | None, entry: str | None, small: TitleIndex
) -> None:
    found = answered(small, query)
    assert (found.line, found.wants, found.installment, found.entry) == (line, wants, number, entry)


@pytest.mark.parametrize(
    ("query", "lines"),
    [
        ("fate", {"zero", "stay", "apocrypha"}),
        ("fruits basket", {"fruits-2001", "fruits-2019"}),
        ("フルーツバスケット", {"fruits-2001", "fruits-2019"}),
        ("fruits baskt", {"fruits-2001", "fruits-2019"}),
    ],
)
def test_a_tie_is_left_to_the_person(query: str, lines: set[str], small: TitleIndex) -> None:
    result = match(small, query)
    assert result.outcome is Outcome.AMBIGUOUS
    assert result.winner is None
    assert {item.line for item in result.candidates} == lines


@pytest.mark.parametrize(
    ("query", "line"),
    [
        ("fruits basket season 2", "fruits-2019"),
        ("fruits basket 2019", "fruits-2019"),
        ("fruits basket 2001", "fruits-2001"),
    ],
)
def test_a_number_or_a_year_settles_a_tie(query: str, line: str, small: TitleIndex) -> None:
    assert answered(small, query).line == line


def test_a_line_unheard_of_on_the_day_does_not_tie(small: TitleIndex) -> None:
    result = match(small, "fruits basket", lambda entry: entry == "f1")
    assert result.winner is not None
    assert result.winner.line == "fruits-2001"
    assert match(small, "fruits basket", lambda _: False).outcome is Outcome.AMBIGUOUS


@pytest.mark.parametrize(
    "query",
    [
        "asdkfjhaskdjfh", "breaking bad season 6", "オリーブの木", "привет мир", "🍕🍕🍕", "1234567", "3", "!!!",
        "season 2", "第二季", "will it come back", "狂飙", "무한도전",
    ],
)  # fmt: skip
def test_nothing_is_made_up(query: str, small: TitleIndex) -> None:
    result = match(small, query)
    assert result.outcome is Outcome.NOT_FOUND
    assert result.winner is None
    assert result.candidates == ()


def test_the_nearest_titles_are_offered(small: TitleIndex) -> None:
    result = match(small, "akudama xxxxxx")
    assert result.outcome is Outcome.NOT_FOUND
    assert result.nearest[0].line == "akudama"


def test_a_match_says_why(small: TitleIndex) -> None:
    found = answered(small, "will akudama drvie come back")
    assert {penalty.name for penalty in found.why} >= {"spelling", "reading", "kind"}
    assert all(penalty.words and penalty.amount > 0 for penalty in found.why)
    assert found.distance == pytest.approx(sum(penalty.amount for penalty in found.why), abs=1e-3)
    assert found.matched == "Akudama Drive"


def test_the_title_itself_is_no_distance_away(small: TitleIndex) -> None:
    found = answered(small, "アクダマドライブ")
    assert found.distance == 0
    assert found.why == ()


def test_empty_and_endless_queries_are_refused(small: TitleIndex) -> None:
    with pytest.raises(QueryEmpty):
        match(small, " \x00 ")
    with pytest.raises(QueryTooLong):
        match(small, "銀" * 100_000)


def test_an_empty_index_finds_nothing() -> None:
    from nextcour.catalog.titles.build import build

    assert match(TitleIndex(MemoryPages(build([], [], {}))), "銀魂").outcome is Outcome.NOT_FOUND


@given(st.text(min_size=1, max_size=60))
def test_any_query_has_an_outcome(text: str) -> None:
    index = _SMALL
    try:
        result = match(index, text)
    except QueryEmpty:
        return
    assert (result.outcome is Outcome.ANSWERED) == (result.winner is not None)
    assert (result.outcome is Outcome.AMBIGUOUS) == (len(result.candidates) > 1)
    assert result.outcome is Outcome.NOT_FOUND or not result.nearest


@given(st.sampled_from([item for row in examples.ENTRIES for item in row[7]]))
def test_every_title_leads_to_its_show(title: tuple[str, object]) -> None:
    result = match(_SMALL, title[0])
    lines = {row[0] for row in examples.ENTRIES if title in row[7]}
    found = {result.winner.line} if result.winner else {item.line for item in result.candidates}
    assert found & lines


_SMALL = examples.index()
