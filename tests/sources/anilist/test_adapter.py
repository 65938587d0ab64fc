"""What an AniList record says, field by field."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import msgspec
import pytest

from nextcour.facts.observation import FIELDS, Key, Observation, Provider
from nextcour.sources.anilist.adapter import follow, observations
from nextcour.sources.anilist.wire import Media
from tests.replay.anilist import titles
from tests.sources.running import TODAY, values

RECORDS = {record["id"]: record for record in titles()}


def media(number: int = 900001, **changes: Any) -> Media:
    return msgspec.convert(RECORDS[number] | changes, Media)


def said(number: int = 900001, **changes: Any) -> dict[str, Any]:
    return values(observations(media(number, **changes), TODAY), number)


def test_a_finished_show_says_everything_it_has() -> None:
    day = "@2026-05-31"
    assert {name: value for name, value in said().items() if "05-2" not in name} == {
        "title.ja": "雲の町",
        "title.ja-Latn": "Kumo no Machi",
        "title.en": "Town in the Clouds",
        "title.synonym": ["Kumomachi", "クモマチ"],
        "format": "TV",
        "status": "FINISHED",
        "source_material": "MANGA",
        "premiere": [2023, 4, 7],
        "finale": [2023, 6, 30],
        "season": ["SPRING", 2023],
        "episodes": 12,
        "adult": False,
        "next_episode": None,
        "studios": ["Studio Hare"],
        "stream.crunchyroll": "https://example.org/cr/kumo",
        "stream.bilibili_tv": "https://example.org/bili",
        "official_site": "https://example.org/kumo",
        "ids.mal": 700001,
        "relation.SEQUEL.anilist.900002": True,
        "relation.SIDE_STORY.anilist.900003": True,
        "relation.CHARACTER.anilist.900005": True,
        f"demand.popularity{day}": 42000,
        f"demand.favourites{day}": 1200,
        f"demand.score{day}": 78,
        f"demand.mean_score{day}": 79,
        f"demand.watching{day}": 1500,
        f"demand.planning{day}": 9000,
        f"demand.completed{day}": 29000,
        f"demand.dropped{day}": 1300,
        f"demand.on_hold{day}": 1200,
        f"demand.repeating{day}": 40,
    }


def test_every_observation_names_source_day_page_and_a_known_field() -> None:
    for record in RECORDS.values():
        for row in observations(media(record["id"]), TODAY):
            assert (row.source, row.observed_at, row.url) == ("anilist", TODAY, record["siteUrl"])
            assert row.key == Key(Provider.ANILIST, str(record["id"]))
            assert row.field.partition(".")[0] in FIELDS
            assert row.value == json.dumps(
                json.loads(row.value), sort_keys=True, separators=(",", ":"), ensure_ascii=False
            )
            assert (row.valid_from is None) is not row.field.startswith("demand.")


def test_an_announced_season_has_a_month_and_no_day() -> None:
    fields = said(900002)
    assert (fields["status"], fields["premiere"], fields["finale"]) == ("NOT_YET_RELEASED", [2026, 10, None], None)
    assert (fields["title.en"], fields["ids.mal"], fields["episodes"]) == (None, None, None)
    assert fields["relation.PREQUEL.anilist.900001"] is True


def test_the_next_episode_is_in_utc() -> None:
    assert said(900006)["next_episode"] == {"at": "2026-05-31T14:30:00Z", "episode": 6}


def test_titles_are_tagged_by_country() -> None:
    assert (said(900006)["title.ko"], said(900006)["title.ko-Latn"]) == ("구름", "Guleum")
    assert "title.zh-Hant" in said(900006, countryOfOrigin="TW")
    assert {"title.und", "title.und-Latn"} <= set(said(900006, countryOfOrigin=None))
    assert {"title.und", "title.und-Latn"} <= set(said(900006, countryOfOrigin="\x1b[31m"))


def test_the_trend_fills_in_earlier_days_and_never_the_day_itself() -> None:
    fields = said()
    assert fields["demand.popularity@2026-05-24"] == 41990
    assert fields["demand.popularity@2026-05-23"] == 41950
    assert fields["demand.watching@2026-05-24"] == 1502
    assert "demand.watching@2026-05-23" not in fields
    today = {"date": 1780185600, "averageScore": 1, "popularity": 1, "inProgress": 1}
    tomorrow = today | {"date": 1780185600 + 2 * 86400}
    later = said(trends={"nodes": [today, tomorrow, today | {"date": -5}, today | {"date": 2**60}, None]})
    assert [name for name in later if name.startswith("demand.popularity")] == ["demand.popularity@2026-05-31"]
    assert later["demand.popularity@2026-05-31"] == 42000


def test_what_the_catalogue_has_no_word_for_is_unknown_and_a_new_status_keeps_its_name() -> None:
    fields = said(format="HOLOGRAM", source="DREAM", status="POSTPONED")
    assert (fields["format"], fields["source_material"], fields["status"]) == ("UNKNOWN", "UNKNOWN", "POSTPONED")
    assert said(900007)["status"] == "HIATUS"
    assert said(source="WEB_NOVEL")["source_material"] == "NOVEL"
    assert said(source="VIDEO_GAME")["source_material"] == "GAME"


def test_an_unknown_relation_is_kept_as_it_is_spelt_and_manga_are_left_out() -> None:
    edge = {"relationType": "DREAMT_BY", "node": {"id": 5, "idMal": None, "type": "ANIME"}}
    manga = {"relationType": "SEQUEL", "node": {"id": 6, "idMal": None, "type": "MANGA"}}
    untold = {"relationType": "SEQUEL", "node": {"id": 7, "idMal": None, "type": None}}
    itself = {"relationType": "SEQUEL", "node": {"id": 900001, "idMal": None, "type": "ANIME"}}
    hostile = {"relationType": "A.B\u202e\x00" + "C" * 99, "node": {"id": 8, "idMal": None, "type": "ANIME"}}
    fields = said(relations={"edges": [edge, manga, untold, itself, hostile, None]})
    assert [name for name in fields if name.startswith("relation")] == ["relation.DREAMT_BY.anilist.5"]


def test_only_sequels_prequels_side_stories_and_parents_are_followed_sequels_first() -> None:
    assert follow(media()) == ((900002, None), (900003, 700003))
    assert follow(media(900002)) == ((900001, 700001), (900003, 700003))
    assert follow(media(900005)) == ()


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ((2024, 2, 30), [2024, 2, None]),
        ((2024, 13, 1), [2024, None, None]),
        ((2024, None, 7), [2024, None, None]),
        ((None, 4, 7), None),
        ((0, 1, 1), None),
        ((10**9, 1, 1), None),
        ((2024, 0, 0), [2024, None, None]),
    ],
)
def test_a_date_that_cannot_be_keeps_the_parts_that_can(parts: tuple[Any, ...], expected: Any) -> None:
    date = dict(zip(("year", "month", "day"), parts, strict=True))
    assert said(startDate=date)["premiere"] == expected


def test_subcontractors_count_only_where_no_main_studio_animates() -> None:
    edges = RECORDS[900001]["studios"]["edges"]
    assert said(studios={"edges": edges[1:]})["studios"] == ["Kaze Pictures"]
    assert said(studios={"edges": []})["studios"] == []
    assert "studios" not in said(studios=None)


def test_addresses_that_are_none_are_left_out() -> None:
    link = {"id": 1, "site": "Netflix", "type": "STREAMING", "language": None, "isDisabled": None}
    for url in (None, "", "javascript:alert(1)", "https://", "http://[", "https://a b.org", "https://u:p@example.org"):
        fields = said(externalLinks=[link | {"url": url}], siteUrl=url)
        assert not [name for name in fields if name.startswith("stream")]
    rows = observations(media(siteUrl="javascript:alert(1)"), TODAY)
    assert {row.url for row in rows} == {"https://anilist.co/anime/900001"}


def test_an_answer_with_errors_never_says_that_there_is_none() -> None:
    rows: tuple[Observation, ...] = observations(media(900002), TODAY, clean=False)
    assert rows
    assert not [row for row in rows if row.value == "null"]


def test_negative_and_absurd_counts_are_no_counts() -> None:
    fields = said(popularity=-1, favourites=2**60, episodes=-3, idMal=-1)
    assert not {"demand.popularity@2026-05-31", "demand.favourites@2026-05-31", "episodes", "ids.mal"} & set(fields)


def test_a_season_without_year_is_none_and_one_we_do_not_know_says_nothing() -> None:
    assert said()["season"] == ["SPRING", 2023]
    assert said(900002)["season"] == ["FALL", 2026]
    assert said(seasonYear=None)["season"] is None
    assert "season" not in said(season="MONSOON")


def test_counts_are_of_the_day_observed() -> None:
    day = dt.date(2025, 12, 1)
    rows = observations(media(), day)
    assert {row.valid_from for row in rows if row.field == "demand.favourites"} == {day}
