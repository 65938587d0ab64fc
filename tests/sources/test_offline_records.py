"""What a record of the weekly database says."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

import pytest

from nextcour.facts.observation import Key, Provider
from nextcour.sources.offline_types import page_id
from tests.sources.bulk_server import BulkServer, client
from tests.sources.offline_examples import jsonl, packed, record
from tests.sources.offline_running import PATH, facts_of, run


@pytest.fixture
def server() -> Iterator[BulkServer]:
    with client() as http, BulkServer() as one:
        one.client = http
        yield one


def _of(server: BulkServer, **values: Any) -> dict[str, Any]:
    """What is observed of one record."""
    server.bodies[PATH] = packed(jsonl([record(1, **values)]))
    return {field: value for (_, field), value in facts_of(run(server)).items()}


def test_a_record_becomes_observations_with_their_days_and_pages(server: BulkServer) -> None:
    server.bodies[PATH] = packed(
        jsonl(
            [
                record(
                    5,
                    title="Death  Note",
                    sources=[
                        "https://anidb.net/anime/4563",
                        "https://anilist.co/anime/1535",
                        "https://kitsu.app/anime/1376",
                        "https://myanimelist.net/anime/1535",
                        "https://notify.moe/anime/0-A-5Fimg",
                    ],
                    type="TV",
                    episodes=37,
                    status="ONGOING",
                    animeSeason={"season": "FALL", "year": 2006},
                    synonyms=["DN", "デスノート"],
                    studios=["madhouse"],
                    relatedAnime=["https://myanimelist.net/anime/2994", "https://anime-planet.com/anime/x"],
                    tags=["crime"],
                )
            ]
        )
    )
    (batch,) = run(server)
    assert {row.field: json.loads(row.value) for row in batch.observations} == {
        "title": "Death Note",
        "title.synonym": ["DN", "デスノート"],
        "format": "TV",
        "status": "RELEASING",
        "episodes": 37,
        "season": ["FALL", 2006],
        "premiere": [2006, None, None],
        "studios": ["Madhouse"],
        "ids.anilist": 1535,
        "ids.anidb": 4563,
        "ids.kitsu": 1376,
        "ids.notify": "0-A-5Fimg",
        "relation.RELATED.mal.2994": True,
    }
    assert {row.key for row in batch.observations} == {Key(Provider.MAL, "1535")}
    assert {row.url for row in batch.observations} == {"https://myanimelist.net/anime/1535"}
    assert {row.observed_at for row in batch.observations} == {dt.date(2026, 11, 20)}


def test_what_is_unknown_is_not_observed(server: BulkServer) -> None:
    fields = _of(
        server,
        type="UNKNOWN",
        status="UNKNOWN",
        episodes=0,
        animeSeason={"season": "UNDEFINED"},
        synonyms=[],
        studios=[],
        relatedAnime=[],
    )
    assert set(fields) == {"title", "ids.anilist", "ids.anidb", "ids.kitsu", "ids.notify", "ids.livechart"}


def test_fields_that_are_null_or_missing_leave_the_others_readable(server: BulkServer) -> None:
    nothing = dict.fromkeys(
        ("type", "episodes", "status", "animeSeason", "synonyms", "studios", "relatedAnime", "tags", "duration")
    )
    assert _of(server, title="A", **nothing)["title"] == "A"
    bare = {"sources": ["https://myanimelist.net/anime/9"], "title": "B"}
    server.bodies[PATH] = packed(jsonl([bare]))
    assert facts_of(run(server)) == {(Key(Provider.MAL, "9"), "title"): "B"}


def test_a_status_of_tomorrow_is_kept_as_it_is_spelt_and_a_format_of_tomorrow_is_left_out(server: BulkServer) -> None:
    fields = _of(server, status="CANCELLED", type="HOLOGRAM")
    assert fields["status"] == "CANCELLED"
    assert "format" not in fields


def test_a_winter_season_does_not_tell_the_year_of_the_premiere(server: BulkServer) -> None:
    fields = _of(server, animeSeason={"season": "WINTER", "year": 2021})
    assert fields["season"] == ["WINTER", 2021]
    assert "premiere" not in fields


def test_the_key_is_the_best_id_and_several_ids_of_one_site_name_none(server: BulkServer) -> None:
    rows = [
        record(1, sources=["https://anidb.net/anime/3", "https://anilist.co/anime/2"]),
        record(2, sources=["https://anidb.net/anime/4"]),
        record(3, sources=["https://kitsu.app/anime/4"]),
        record(4, sources=[f"https://anilist.co/anime/{n}" for n in (8, 7)] + ["https://myanimelist.net/anime/6"]),
    ]
    server.bodies[PATH] = packed(jsonl(rows))
    facts = facts_of(run(server))
    assert {key for key, _ in facts} == {Key(Provider.ANILIST, "2"), Key(Provider.ANIDB, "4"), Key(Provider.MAL, "6")}
    assert (Key(Provider.MAL, "6"), "ids.anilist") not in facts


def test_shows_for_adults_are_marked(server: BulkServer) -> None:
    assert _of(server, tags=["hentai"])["adult"] is True
    assert "adult" not in _of(server, tags=["romance"])


@pytest.mark.parametrize(
    ("url", "page"),
    [
        ("https://myanimelist.net/anime/1535", ("mal", "1535")),
        ("https://myanimelist.net/anime/1535/Death_Note", ("mal", "1535")),
        ("https://anidb.net/a4563", ("anidb", "4563")),
        ("https://kitsu.io/anime/1376", ("kitsu", "1376")),
        ("https://animenewsnetwork.com/encyclopedia/anime.php?id=6592", ("ann", "6592")),
        ("https://myanimelist.net/manga/1535", None),
        ("https://myanimelist.net/anime/0", None),
        ("https://myanimelist.net/anime/１５", None),
        ("https://myanimelist.net.example.org/anime/1", None),
        ("ftp://anilist.co/anime/1", None),
        ("anilist.co/anime/1", None),
        ("", None),
    ],
)
def test_pages_name_ids(url: str, page: tuple[str, str] | None) -> None:
    assert page_id(url) == page
