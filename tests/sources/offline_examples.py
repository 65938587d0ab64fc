"""Made-up releases of anime-offline-database, after its schema: any number of records, always the same ones."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from typing import Any

import zstandard

LICENCE = {
    "name": "Open Data Commons Open Database License (ODbL) v1.0 + Database Contents License (DbCL) v1.0",
    "url": "https://github.com/manami-project/anime-offline-database/blob/master/LICENSE",
}
_WORDS = [
    "aoi",
    "hoshi",
    "no",
    "kaze",
    "yoru",
    "machi",
    "sora",
    "umi",
    "tsuki",
    "neko",
    "hana",
    "yuki",
    "青い",
    "星",
    "風",
]
_STUDIOS = ["bones", "studio bones", "madhouse", "p.a. works", "a small studio"]


def metadata(day: str = "2026-11-20") -> dict[str, Any]:
    """What stands on line 1."""
    return {
        "$schema": "https://raw.githubusercontent.com/manami-project/anime-offline-database/schema.json",
        "license": LICENCE,
        "repository": "https://github.com/manami-project/anime-offline-database",
        "scoreRange": {"minInclusive": 1.0, "maxInclusive": 10.0},
        "lastUpdate": day,
    }


def record(number: int, **values: Any) -> dict[str, Any]:
    """The record `number`, with as many names, ids and relations as real ones have; most are on MyAnimeList."""
    chance = random.Random(number)
    sources = [f"https://anime-planet.com/anime/show-{number}", f"https://livechart.me/anime/{number}"]
    if number % 10 != 7:
        sources.append(f"https://myanimelist.net/anime/{number}")
    if number % 3:
        sources.append(f"https://anilist.co/anime/{number + 100_000}")
        sources.append(f"https://kitsu.app/anime/{number + 7}")
    if number % 2:
        sources.append(f"https://anidb.net/anime/{number + 50_000}")
        sources.append(f"https://notify.moe/anime/{number:06d}Fig")
    related = [
        f"https://{site}/anime/{number + step + shift}"
        for step in range(1, chance.randrange(1, 6))
        for site, shift in (("myanimelist.net", 0), ("anilist.co", 100_000), ("anidb.net", 50_000))
    ]
    season: dict[str, Any] = {"season": chance.choice(["SPRING", "SUMMER", "FALL", "WINTER", "UNDEFINED"])}
    if number % 13:
        season["year"] = 1960 + number % 67
    row = {
        "sources": sorted(sources),
        "title": f"{' '.join(chance.choices(_WORDS, k=4))} {number}",
        "type": chance.choice(["TV", "MOVIE", "OVA", "ONA", "SPECIAL", "UNKNOWN"]),
        "episodes": chance.choice([0, 1, 12, 13, 24]),
        "status": chance.choice(["FINISHED", "ONGOING", "UPCOMING", "UNKNOWN"]),
        "animeSeason": season,
        "picture": f"https://cdn.myanimelist.net/images/anime/{number}.jpg",
        "thumbnail": f"https://cdn.myanimelist.net/images/anime/{number}t.jpg",
        "duration": {"value": 1440, "unit": "SECONDS"},
        "synonyms": sorted({" ".join(chance.choices(_WORDS, k=5)) for _ in range(chance.randrange(12))}),
        "studios": sorted(set(chance.choices(_STUDIOS, k=2))),
        "producers": ["a committee"],
        "relatedAnime": related,
        "tags": sorted(set(chance.choices(_WORDS, k=10))),
    }
    return row | values


def dense(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def jsonl(records: Iterator[dict[str, Any]] | list[dict[str, Any]], day: str = "2026-11-20") -> bytes:
    """A release with a record a line."""
    return b"\n".join([dense(metadata(day)), *map(dense, records), b""])


def document(records: list[dict[str, Any]], day: str = "2026-11-20") -> bytes:
    """The minified JSON."""
    return dense(metadata(day) | {"data": records})


def packed(plain: bytes, level: int = 6) -> bytes:
    return zstandard.ZstdCompressor(level=level).compress(plain)
