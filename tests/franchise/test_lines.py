"""Which entries make a line, and how its seasons are numbered."""

from __future__ import annotations

import msgspec

from nextcour.catalog.entry import Entry, Format
from nextcour.franchise.graph import build
from nextcour.franchise.model import Relation
from tests.franchise.examples import entry, franchise_of, line_of, numbered


def test_a_numbered_season_continues_with_its_reasons() -> None:
    first = entry("a", "星の街角", "2019-04-06", tmdb="tv/10")
    second = entry("b", "星の街角 第2期", "2021-07-03", tmdb="tv/10/season/2")
    line = line_of(build([second, first]), "b")
    assert numbered(line) == [(1, ("a",)), (2, ("b",))]
    (link,) = line.links
    assert (link.earlier, link.later, link.relation) == ("a", "b", Relation.SEASON)
    assert {"tmdb-show", "title-base", "stated-number"} <= {item.kind for item in link.evidence}
    assert link.confidence > 0.95


def test_titles_alone_are_enough_when_they_state_a_number() -> None:
    line = line_of(build([entry("a", "星の街角", "2019-04-06"), entry("b", "星の街角 弐ノ章", "2021-07-03")]), "b")
    assert numbered(line) == [(1, ("a",)), (2, ("b",))]


def test_a_split_cour_is_a_part_of_its_season() -> None:
    franchises = build(
        [
            entry("a", "星の街角", "2021-04-10", tmdb="tv/10"),
            entry("b", "星の街角(第2クール)", "2021-10-02", tmdb="tv/10"),
            entry("c", "星の街角 Season 2", "2023-04-08", tmdb="tv/10/season/2"),
        ]
    )
    line = line_of(franchises, "a")
    assert numbered(line) == [(1, ("a", "b")), (2, ("c",))]
    assert [link.relation for link in line.links] == [Relation.SPLIT_COUR, Relation.SEASON]


def test_a_later_number_that_leaves_room_makes_a_part_a_season() -> None:
    franchises = build(
        [
            entry("a", "星の街角", "2016-04-09", tmdb="tv/10"),
            entry("b", "星の街角(第2クール)", "2016-10-08", tmdb="tv/10"),
            entry("c", "星の街角 第3期", "2019-04-13", tmdb="tv/10"),
        ]
    )
    assert numbered(line_of(franchises, "a")) == [(1, ("a",)), (2, ("b",)), (3, ("c",))]


def test_providers_numbers_are_kept_where_they_differ() -> None:
    franchises = build(
        [
            entry("a", "星の街角", "2010-01-09", weeks=24, tmdb="tv/10"),
            entry("b", "星の街角 転", "2015-07-04", tmdb="tv/10/season/4"),
        ]
    )
    second = line_of(franchises, "b").installments[1]
    assert (second.number, second.provider_numbers) == (2, (4,))


def test_a_missing_season_leaves_a_gap_in_the_numbers() -> None:
    franchises = build(
        [
            entry("a", "星の街角 First Stage", "1998-04-18", tmdb="tv/10"),
            entry("b", "星の街角 Second Stage", "1999-10-16", tmdb="tv/10/season/2"),
            entry("c", "星の街角 Fourth Stage", "2004-04-17", tmdb="tv/10/season/3"),
        ]
    )
    assert [installment.number for installment in line_of(franchises, "a").installments] == [1, 2, 4]


def test_a_line_whose_beginning_is_missing_counts_from_what_it_states() -> None:
    franchises = build([entry("a", "星の街角 3", "2017-09-05"), entry("b", "星の街角 4", "2019-12-03")])
    assert [installment.number for installment in line_of(franchises, "a").installments] == [3, 4]


def test_the_same_name_after_a_long_silence_is_a_remake() -> None:
    franchises = build(
        [
            entry("a", "果物かご", "2001-07-05", tmdb="tv/10", zh="水果篮子"),
            entry("b", "果物かご(2019)", "2019-04-06", tmdb="tv/11", zh="水果篮子"),
            entry("c", "果物かご 2nd season", "2020-04-07", tmdb="tv/11/season/2", zh="水果篮子 第二季"),
        ]
    )
    assert numbered(line_of(franchises, "a")) == [(1, ("a",))]
    remake = line_of(franchises, "b")
    assert numbered(remake) == [(1, ("b",)), (2, ("c",))]
    assert remake.relation is Relation.REMAKE
    assert franchise_of(franchises, "a") is franchise_of(franchises, "c")


def test_a_number_that_only_a_translation_states_does_not_undo_a_remake() -> None:
    franchises = build(
        [
            entry("a", "雪の少女", "2002-01-30", tmdb="tv/10", zh="雪之少女"),
            entry("b", "雪の少女", "2006-10-05", tmdb="tv/11", alias="Yuki no Shoujo 2"),
        ]
    )
    assert line_of(franchises, "b").relation is Relation.REMAKE


def test_a_side_story_is_no_season_and_does_not_count() -> None:
    franchises = build(
        [
            entry("a", "迷宮の出会い", "2015-04-04", tmdb="tv/10", zh="地下城邂逅"),
            entry(
                "b",
                "剣の聖譚",
                "2017-04-15",
                tmdb="tv/11",
                zh="地下城邂逅 外传 剑姬",
                tags=("续作",),
                site="https://a.jp/",
            ),
            entry("c", "迷宮の出会いII", "2019-07-13", tmdb="tv/10/season/2", site="https://a.jp/"),
        ]
    )
    assert numbered(line_of(franchises, "a")) == [(1, ("a",)), (2, ("c",))]
    assert numbered(line_of(franchises, "b")) == [(1, ("b",))]


def test_a_stranger_is_moved_out_when_a_later_number_leaves_no_room() -> None:
    franchises = build(
        [
            entry("a", "迷宮の出会い", "2015-04-04", tmdb="tv/10"),
            entry(
                "b",
                "迷宮の出会い 剣の聖譚",
                "2017-04-15",
                tmdb="tv/11",
                tags=("续作",),
                site="https://a.jp/",
                studios=("S",),
            ),
            entry("c", "迷宮の出会いII", "2019-07-13", tmdb="tv/10/season/2", site="https://a.jp/", studios=("S",)),
        ]
    )
    assert numbered(line_of(franchises, "a")) == [(1, ("a",)), (2, ("c",))]
    assert line_of(franchises, "b").relation is Relation.SPIN_OFF


def test_two_shows_under_one_wrong_id_stay_apart() -> None:
    franchises = build(
        [
            entry("a", "手で話そう", "2023-03-22", weeks=4, tmdb="tv/10"),
            entry("b", "第七の王子", "2024-04-02", tmdb="tv/10"),
        ]
    )
    assert line_of(franchises, "a") is not line_of(franchises, "b")


def test_a_guessed_id_needs_direct_evidence() -> None:
    one, other = entry("a", "靴が鳴る", "2014-04-05"), entry("b", "いつも眠い", "2016-04-09")
    guessed = [_guess(one, "tv/10"), _guess(other, "tv/10")]
    assert line_of(build(guessed), "a") is not line_of(build(guessed), "b")
    named = [_guess(one, "tv/10"), _guess(entry("b", "靴が鳴る 夜の部", "2016-04-09"), "tv/10")]
    assert line_of(build(named), "a").installments[-1].parts == ("b",)


def _guess(item: Entry, tmdb: str) -> Entry:
    return msgspec.structs.replace(item, ids=msgspec.structs.replace(item.ids, tmdb_guess=tmdb))


def test_a_series_that_takes_over_the_slot_under_a_longer_name_continues() -> None:
    franchises = build(
        [
            entry("a", "忍者の里", "2002-10-03", weeks=220, tmdb="tv/10"),
            entry("b", "忍者の里 疾風篇", "2007-01-04", weeks=400, tmdb="tv/11"),
        ]
    )
    assert numbered(line_of(franchises, "a")) == [(1, ("a",)), (2, ("b",))]


def test_the_same_without_the_slot_does_not() -> None:
    franchises = build(
        [
            entry("a", "忍者の里", "2002-10-03", tmdb="tv/10"),
            entry("b", "忍者の里 疾風篇", "2007-01-04", tmdb="tv/11"),
        ]
    )
    assert line_of(franchises, "a") is not line_of(franchises, "b")


def test_a_first_evening_shown_ahead_belongs_to_its_season() -> None:
    franchises = build(
        [
            entry("a", "贋作の夜", "2025-01-01", weeks=1, tmdb="tv/10"),
            entry("b", "贋作の夜(TVシリーズ)", "2026-01-03", tmdb="tv/10"),
        ]
    )
    assert numbered(line_of(franchises, "a")) == [(1, ("a", "b"))]


def test_episode_in_a_tmdb_id_is_where_a_season_begins() -> None:
    franchises = build(
        [
            entry("a", "星の街角", "2021-04-10", tmdb="tv/10/season/1"),
            entry("b", "星の街角 後編", "2021-10-02", tmdb="tv/10/season/1/episode/13"),
        ]
    )
    assert numbered(line_of(franchises, "b")) == [(1, ("a", "b"))]


def test_a_season_released_in_one_day_is_a_season_and_a_one_day_special_is_not() -> None:
    franchises = build(
        [
            entry("a", "虎と兎", "2011-04-03", weeks=25, tmdb="tv/10"),
            entry("b", "虎と兎 2", "2022-04-08", weeks=1, form=Format.ONA, tmdb="tv/10/season/2"),
            entry("c", "虎と兎 夏休み", "2012-08-25", weeks=1, tmdb="tv/10/season/0/episode/2", tags=("SP",)),
        ]
    )
    assert numbered(line_of(franchises, "a")) == [(1, ("a",)), (2, ("b",))]
    assert [extra.entry for extra in franchise_of(franchises, "a").extras] == ["c"]


def test_a_numbered_season_on_disc_counts() -> None:
    franchises = build(
        [
            entry("a", "聖母の園", "2004-01-08", tmdb="tv/10"),
            entry("b", "聖母の園 3rdシーズン", "2006-11-29", form=Format.OVA, tmdb="tv/10/season/3"),
            entry("c", "聖母の園 4thシーズン", "2009-01-03", tmdb="tv/10/season/4"),
        ]
    )
    assert [installment.number for installment in line_of(franchises, "a").installments] == [1, 3, 4]


def test_looking_back_only_an_addition_leaves_lines_as_they_were() -> None:
    old = [
        entry("a", "星の街角", "2019-04-06", tmdb="tv/10"),
        entry("b", "星の街角 第2期", "2021-07-03", tmdb="tv/10/season/2"),
    ]
    before = line_of(build(old), "a")
    after = line_of(build([*old, entry("c", "星の街角 第3期", "2023-07-01", tmdb="tv/10/season/3")]), "a")
    assert after.id == before.id
    assert after.installments[:2] == before.installments
