"""What AniList would send for the real records of one day, made from the public dumps in `../shared/data`.

The dump says less than the API: addresses of links are not in it (`example.org` stands in), nor are relations; which
list of companies animate is told by `main_studios`. It pads dates: of a show that is not out and whose first day is
given as the first of a month, the day is taken to be unknown, and of 1 January the month too.
"""

from __future__ import annotations

import csv
import datetime as dt
import gzip
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Row = dict[str, str]
Media = dict[str, Any]
RECORDS = "anilist_records_2026-05-31.csv.gz"
DAILY = "anilist_daily.csv.gz"
LAST_DAY = dt.date(2026, 5, 31)
TREND_DAYS = 25
_SOCIAL = frozenset({"Twitter", "Instagram", "TikTok", "Bluesky", "Facebook", "X", "Discord", "Weibo"})
_LISTS = {"CURRENT": "watching", "PLANNING": "plan_to_watch", "COMPLETED": "completed", "DROPPED": "dropped"}

_NULLABLE = (
    *(
        "idMal",
        "title",
        "synonyms",
        "format",
        "status",
        "source",
        "startDate",
        "endDate",
        "episodes",
        "season",
        "seasonYear",
    ),
    *("countryOfOrigin", "isAdult", "siteUrl", "nextAiringEpisode", "studios", "relations", "externalLinks"),
    *("popularity", "favourites", "averageScore", "meanScore", "stats"),
)


def rows(path: Path) -> Iterator[Row]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def records(data: Path) -> list[Row]:
    """The 738 full records."""
    return list(rows(data / RECORDS))


class Daily:
    """The daily counts of about 1,250 titles."""

    def __init__(self, data: Path) -> None:
        self.by_day: dict[dt.date, dict[int, Row]] = defaultdict(dict)
        for row in rows(data / DAILY):
            self.by_day[dt.date.fromisoformat(row["day"])][int(row["anilist_id"])] = row

    def media(self, day: dt.date, known: dict[int, Row]) -> list[Media]:
        """What AniList would have sent on `day`: the day's counts, the rest as far as `known` has it."""
        return [
            {**(media(known[number]) if number in known else nothing(number)), **self._counts(row)}
            for number, row in self.by_day[day].items()
        ]

    def trends(self, day: dt.date) -> dict[int, list[dict[str, Any]]]:
        """Nodes of `trends` on `day` by title, newest first: up to 25 days until then."""
        days = sorted((each for each in self.by_day if each <= day), reverse=True)[:TREND_DAYS]
        found: dict[int, list[dict[str, Any]]] = defaultdict(list)
        for each in days:
            moment = dt.datetime.combine(each, dt.time(), dt.UTC)
            for number, row in self.by_day[each].items():
                found[number].append(
                    {
                        "date": int(moment.timestamp()),
                        "averageScore": whole(row["score"]),
                        "popularity": whole(row["popularity"]),
                        "inProgress": whole(row["watching"]),
                    }
                )
        return found

    @staticmethod
    def _counts(row: Row) -> Media:
        names = {**_LISTS, "PLANNING": "planning"}
        return {
            "idMal": whole(row["mal_id"]),
            "status": row["status"],
            "popularity": whole(row["popularity"]),
            "favourites": whole(row["favourites"]),
            "averageScore": whole(row["score"]),
            "stats": {
                "statusDistribution": [{"status": name, "amount": whole(row[field])} for name, field in names.items()]
            },
        }


def media(row: Row) -> Media:
    """A record as the API would send it."""
    lists = {**_LISTS, "PAUSED": "on_hold"}
    airing = whole(row["next_airing_episode_at"])
    return {
        **nothing(int(row["anime_id"])),
        "idMal": whole(row["mal_id"]),
        "title": {"romaji": row["title"], "english": row["english_title"] or None, "native": row["japanese_title"]},
        "synonyms": texts(row["synonyms"]),
        "format": row["type"] or None,
        "status": row["status"],
        "source": row["source"] or None,
        "startDate": first_day(row),
        "endDate": date(row["end_date"]),
        "season": row["season"].partition(" ")[0],
        "seasonYear": whole(row["season_year"]),
        "episodes": whole(row["episodes"]),
        "countryOfOrigin": row["country_of_origin"],
        "isAdult": row["is_adult"] == "True",
        "siteUrl": row["site_url"],
        "nextAiringEpisode": {"airingAt": airing, "episode": whole(row["next_episode_number"])} if airing else None,
        "studios": {"edges": studios(row)},
        "relations": {"edges": []},
        "externalLinks": links(row),
        "popularity": whole(row["popularity"]),
        "favourites": whole(row["favorites"]),
        "averageScore": whole(row["score"]),
        "meanScore": whole(row["mean_score"]),
        "stats": {"statusDistribution": [{"status": key, "amount": whole(row[name])} for key, name in lists.items()]},
    }


def nothing(number: int) -> Media:
    """A record of which only the id is known: null wherever the schema allows."""
    return {"id": number, "type": "ANIME", **dict.fromkeys(_NULLABLE), "trends": {"nodes": []}}


def whole(text: str) -> int | None:
    return int(float(text)) if text else None


def texts(text: str) -> list[str]:
    return [part for part in text.split(";") if part]


def date(text: str) -> dict[str, int | None]:
    year, month, day = (int(part) for part in text.split("-")) if text else (None, None, None)
    return {"year": year, "month": month, "day": day}


def first_day(row: Row) -> dict[str, int | None]:
    """See the module: padding is taken out."""
    found = date(row["start_date"])
    if row["status"] == "NOT_YET_RELEASED" and found["day"] == 1:
        return {**found, "day": None, "month": None if found["month"] == 1 else found["month"]}
    return found


def studios(row: Row) -> list[dict[str, Any]]:
    main = set(texts(row["main_studios"]))
    return [
        {"isMain": name in main, "node": {"name": name, "isAnimationStudio": name in main}}
        for name in texts(row["studios"])
    ]


def links(row: Row) -> list[dict[str, Any]]:
    found = []
    for place, site in enumerate(texts(row["streaming_sites"]), start=1):
        kind = "INFO" if site == "Official Site" else "SOCIAL" if site in _SOCIAL else "STREAMING"
        url = f"https://example.org/{row['anime_id']}/{place}"
        link = {"id": place, "site": site, "url": url, "type": kind, "language": None, "isDisabled": False}
        found.append(link)
    return found
