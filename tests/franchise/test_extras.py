"""Movies, OVAs, recaps and shorts."""

from __future__ import annotations

import pytest

from nextcour.catalog.entry import Entry, Format
from nextcour.franchise.graph import build
from nextcour.franchise.model import Relation
from tests.franchise.examples import entry, franchise_of, line_of, numbered

SERIES = entry("tv", "月の港町", "2018-04-07", tmdb="tv/10", zh="月之港町")


def extra(title: str, premiere: str, form: Format, *, weeks: int = 1, tmdb: str | None = None, tags: str = "") -> Entry:
    return entry("x", title, premiere, weeks=weeks, form=form, tmdb=tmdb, tags=tuple(tags.split()))


@pytest.mark.parametrize(
    ("item", "relation", "continues"),
    [
        (extra("劇場版 月の港町 最後の船", "2020-08-14", Format.MOVIE, tmdb="movie/5"), Relation.MOVIE, True),
        (extra("月の港町 総集編 前編", "2019-08-14", Format.MOVIE, tmdb="movie/5"), Relation.RECAP, False),
        (extra("月の港町 完結", "2019-08-14", Format.MOVIE, tags="总集篇"), Relation.RECAP, False),
        (extra("月の港町 無限の海", "2019-08-14", Format.MOVIE, tags="总集篇 续作"), Relation.MOVIE, True),
        (extra("月の港町 新編集版", "2020-01-01", Format.TV, weeks=12, tmdb="tv/10"), Relation.RECAP, False),
        (extra("月の港町", "2018-10-10", Format.OVA, tmdb="tv/10/season/0"), Relation.OVA, False),
        (extra("みになと", "2018-04-08", Format.TV_SHORT, weeks=12, tmdb="tv/10/season/0"), Relation.SHORT, False),
    ],
)
def test_what_hangs_on_a_line(item: Entry, relation: Relation, continues: bool) -> None:
    franchise = franchise_of(build([SERIES, item]), "tv")
    (extra,) = franchise.extras
    assert (extra.entry, extra.relation, extra.continues, extra.line) == (
        "x",
        relation,
        continues,
        franchise.lines[0].id,
    )
    assert extra.evidence


def test_an_ova_before_its_series_hangs_on_it() -> None:
    pilot = entry("x", "月の港町", "2017-03-01", weeks=1, form=Format.OVA)
    assert [extra.entry for extra in franchise_of(build([SERIES, pilot]), "tv").extras] == ["x"]


def test_a_page_shared_by_strangers_hangs_nothing() -> None:
    series = entry("tv", "月の港町", "2018-04-07", site="https://tv.example/anime/")
    other = entry("x", "刑事の恋", "2018-06-01", weeks=1, form=Format.MOVIE, site="https://tv.example/anime/")
    assert not franchise_of(build([series, other]), "tv").extras


def test_a_lone_movie_is_a_franchise_of_its_own() -> None:
    franchises = build([entry("m", "紙の城", "2012-07-21", weeks=1, form=Format.MOVIE)])
    (franchise,) = franchises
    assert numbered(franchise.lines[0]) == [(1, ("m",))]
    assert not franchise.extras


def test_movies_without_a_series_make_a_line() -> None:
    franchises = build(
        [
            entry("m1", "傷の話I 鉄", "2016-01-08", weeks=1, form=Format.MOVIE, site="https://k.example/kizu"),
            entry("m2", "傷の話II 熱", "2016-08-19", weeks=1, form=Format.MOVIE, site="https://k.example/kizu"),
        ]
    )
    line = line_of(franchises, "m1")
    assert numbered(line) == [(1, ("m1",)), (2, ("m2",))]
    assert line.links[0].relation is Relation.MOVIE
