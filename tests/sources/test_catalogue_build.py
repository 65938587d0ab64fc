"""The merge of four packages, from a few made-up rows."""

from __future__ import annotations

import datetime as dt
import lzma
from collections.abc import Mapping
from typing import Any

import pytest

from nextcour.catalog.catalogue import Catalogue
from nextcour.catalog.entry import Entry, Format, SourceMaterial, TitleKind
from nextcour.catalog.validate import CatalogueRefused
from nextcour.sources.catalogue_build import Built, SourceChanged, assemble
from nextcour.sources.pins import Pin
from nextcour.store import bundle
from tests.sources.fakes import FakeDictionary, item, packages

AKUDAMA = item(
    "アクダマドライブ",
    titleTranslate={"zh-Hans": ["恶玉DRIVE", "Akudama"], "en": ["Akudama Drive"]},
    broadcast="R/2020-10-08T12:30:00.000Z/P7D",
    officialSite="https://akudama-drive.com/",
    ids={
        "bangumi": "302076",
        "mal": "41433",
        "aniList": "116566",
        "tmdb": "tv/100436",
        "unext": "SID0047347",
        "dmhy": "x",
    },
)
NAMES = {
    "id": 302076,
    "name": "アクダマドライブ",
    "alias": ["全员惡玉", "Akudama Drive"],
    "summary": "A text that must not be kept",
    "type": "tv",
    "air_date": "2020-10-08",
    "bangumi": {"id": 302076, "name_cn": "全员恶玉", "tags": ["原创", "小丑社", "ぴえろ", "田口智久", "烂尾", "续作"]},
    "original": [],
    "tmdb": {"id": 100436, "type": "tv", "name": "x", "original_name": "x", "overview": "A text that must not be kept"},
}
OTHER_WORK = NAMES | {
    "id": 5,
    "tmdb": None,
    "bangumi": {"id": 5, "name_cn": "", "tags": ["田口智久", "御坂美琴"]},
}
COUNTS = {
    "id": 302076,
    "summary": "A text that must not be kept",
    "eps": 12,
    "eps_count": 12,
    "air_date": "2020-10-08",
    "rating": {"total": 1984, "count": {"1": 39, "10": 18}, "score": 5.3},
    "collection": {"wish": 252, "collect": 2512, "doing": 284, "on_hold": 111, "dropped": 443},
}
MAPPING = {"mal_id": 41433, "anilist_id": 1, "annict_id": 7386, "syobocal_tid": 5770}


def _build(files: Mapping[str, Mapping[str, bytes]], **options: Any) -> Built:
    def fetch(pin: Pin) -> Mapping[str, bytes]:
        return files[pin.name]

    return assemble(fetch, minimum=0, dictionary=FakeDictionary(), **options)


def _catalogue(*items: dict[str, Any], **options: Any) -> Catalogue:
    include = options.pop("include_adult", False)
    return _build(packages(list(items), **options), include_adult=include).catalogue


def _entry(row: dict[str, Any], **options: Any) -> Entry:
    (entry,) = _catalogue(row, **options).entries
    return entry


def test_one_entry_takes_from_every_package() -> None:
    entry = _entry(AKUDAMA, names=[NAMES, OTHER_WORK], counts=[COUNTS], mapping=[MAPPING])
    assert entry.id == "bgm302076"
    assert [(title.text, title.lang, title.script, title.kind) for title in entry.titles] == [
        ("アクダマドライブ", "ja", "Jpan", TitleKind.NATIVE),
        ("Akudama Drive", "en", "Latn", TitleKind.TRANSLATED),
        ("恶玉DRIVE", "zh-Hans", "Hans", TitleKind.TRANSLATED),
        ("Akudama", "und", "Latn", TitleKind.TRANSLATED),
        ("全员恶玉", "zh-Hans", "Hans", TitleKind.TRANSLATED),
        ("全员惡玉", "zh-Hant", "Hant", TitleKind.ALIAS),
        ("Akudamadoraibu", "ja-Latn", "Latn", TitleKind.GENERATED),
    ]
    assert (entry.premiere.iso(), entry.finale.iso()) == ("2020-10-08", "2020-12-24")
    assert (entry.format, entry.episodes, entry.episodes_inferred) == (Format.TV, 12, False)
    assert entry.source_material is SourceMaterial.ORIGINAL
    assert (entry.studios, entry.people, entry.tags) == (("Studio Pierrot",), ("田口智久",), ("续作",))
    assert (entry.tmdb_show, entry.tmdb_season, entry.ids.tmdb_guess) == (100436, None, "tv/100436")
    assert (entry.ids.anilist, entry.ids.annict, entry.ids.syobocal) == (116566, 7386, 5770)
    assert [(row.site, row.url, row.regions) for row in entry.streams] == [
        ("unext", "https://video.unext.jp/title/SID0047347", ("JP",))
    ]
    assert entry.demand is not None
    assert (entry.demand.collections, entry.demand.score, entry.demand.ratings[9]) == (3602, 5.3, 18)
    assert (entry.demand.day_from, entry.demand.day_to) == (dt.date(2022, 1, 29), dt.date(2022, 1, 30))


def test_no_text_of_others_is_kept() -> None:
    catalogue = _catalogue(AKUDAMA, names=[NAMES], counts=[COUNTS])
    assert b"must not be kept" not in lzma.decompress(bundle.pack(catalogue))


def test_the_same_input_gives_the_same_bytes() -> None:
    rows = [AKUDAMA, item("銀魂", ids={"mal": "918"}), item("名無し")]
    files = packages(rows, names=[NAMES, OTHER_WORK], counts=[COUNTS], mapping=[MAPPING])
    turned = packages(rows[::-1], names=[OTHER_WORK, NAMES], counts=[COUNTS], mapping=[MAPPING])
    first = bundle.pack(_build(files).catalogue)
    assert first == bundle.pack(_build(files).catalogue)
    assert first == bundle.pack(_build(turned).catalogue)


def test_ids_go_from_bangumi_to_mal_to_a_hash() -> None:
    catalogue = _catalogue(AKUDAMA, item("銀魂", ids={"mal": "918"}), item("名無し", ids={"bangumi": "not a number"}))
    first, second, third = (entry.id for entry in catalogue.entries)
    assert (first, second) == ("bgm302076", "mal918")
    assert third == "x520194c4"


def test_rows_of_one_subject_in_two_languages_are_one_entry() -> None:
    chinese = item("银之守墓人", lang="zh-Hans", ids={"bangumi": "1"}, begin="2020-10-09T02:00:00.000Z")
    japanese = item("銀の墓守り", ids={"bangumi": "1"})
    built = _build(packages([chinese, japanese]))
    (entry,) = built.catalogue.entries
    assert [title.text for title in entry.titles] == ["銀の墓守り", "银之守墓人"]
    assert built.notes["rows merged: one Bangumi subject, begun within a month"] == 1


def test_of_two_works_with_one_subject_the_longer_run_keeps_the_id() -> None:
    early = item("先行上映", ids={"bangumi": "1"}, begin="2019-12-31T16:00:00.000Z", end="2019-12-31T16:00:00.000Z")
    catalogue = _catalogue(early, item("本放送", ids={"bangumi": "1"}))
    assert {entry.id[:1]: entry.title for entry in catalogue.entries} == {"b": "本放送", "x": "先行上映"}


def test_seasons_listed_under_one_title_and_day_stay_apart() -> None:
    rows = [item("同じ", ids={"tmdb": f"tv/1/season/{season}"}) for season in (5, 6)]
    entries = _catalogue(*rows).entries
    assert len({entry.id for entry in entries}) == 2
    assert {entry.tmdb_season for entry in entries} == {5, 6}


def test_labels_for_adults_are_left_out_unless_asked_for() -> None:
    row = item("大人", officialSite="https://show.cf-anime.com/", ids={"bangumi": "1"})
    safe = item("子供", officialSite="https://tgcf-anime.com/", ids={"bangumi": "2"})
    built = _build(packages([row, safe]))
    assert [entry.id for entry in built.catalogue.entries] == ["bgm2"]
    assert built.notes["left out: for adults only"] == 1
    everything = _catalogue(row, safe, include_adult=True)
    assert [(entry.id, entry.adult) for entry in everything.entries] == [("bgm1", True), ("bgm2", False)]


def test_episodes_are_counted_from_weekly_dates_only_where_none_are_stated() -> None:
    weekly = item("週", broadcast="R/2020-10-08T12:30:00.000Z/P7D", ids={"bangumi": "302076"})
    assert (_entry(weekly).episodes, _entry(weekly).episodes_inferred) == (12, True)
    daily = weekly | {"broadcast": "R/2020-10-08T12:30:00.000Z/P1D"}
    assert _entry(daily).episodes is None
    assert _entry(weekly, counts=[COUNTS | {"eps": 11}]).episodes == 11
    unknown = _entry(weekly, counts=[COUNTS | {"eps": 0, "eps_count": 0}])
    assert (unknown.episodes, unknown.episodes_inferred) == (12, True)
    # Counted while it was on air: a plan, not a fact.
    running = weekly | {"begin": "2022-01-06T12:30:00.000Z", "end": "2022-03-24T13:00:00.000Z"}
    assert _entry(running, counts=[COUNTS | {"eps": 99}]).episodes == 12


def test_an_unknown_end_stays_unknown() -> None:
    entry = _entry(item("続く", end=""))
    assert (entry.finale.iso(), entry.episodes) == ("", None)


def test_hostile_titles_do_not_survive() -> None:
    row = item("\x1b[31m赤\u202e字\u0007\n題", titleTranslate={"en": ["\u200b", "Red\x00 \x9b1mtitle", ""]})
    assert [title.text for title in _entry(row).titles] == ["赤字 題", "Red title"]


def test_hostile_addresses_do_not_survive() -> None:
    row = item("危", officialSite="javascript:alert(1)", ids={"unext": "a b\x1b[31m"})
    assert (_entry(row).official_site, _entry(row).streams) == (None, ())


def test_a_changed_package_is_named() -> None:
    files = packages([AKUDAMA])
    files["bgmd"] = {"data/full.json": b'{"bangumis": [{"id": "text"}]}'}
    with pytest.raises(SourceChanged, match=r"bgmd 0\.0\.64 is not as expected.*bangumis"):
        _build(files)


def test_a_build_with_too_few_entries_is_refused() -> None:
    files = packages([AKUDAMA])
    with pytest.raises(CatalogueRefused, match="a source was cut"):
        assemble(lambda pin: files[pin.name], dictionary=FakeDictionary())


@pytest.mark.parametrize(
    ("stated", "kept"),
    [
        ("tv/7", "tv/7"),
        ("tv/7/season/0/episodes/3", "tv/7/season/0"),
        ("tv/7-some-name/season/2", "tv/7-some-name/season/2"),
        ("season/1", None),
    ],
)
def test_a_tmdb_id_is_kept_as_far_as_it_can_be_read(stated: str, kept: str | None) -> None:
    assert _entry(item("題", ids={"bangumi": "1", "tmdb": stated})).ids.tmdb == kept
