"""Asking Jikan v4. Its answers are cached for a day, and so are ours, by ETag."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import TypeVar

from nextcour.http.client import JSON, MEGABYTE, Http
from nextcour.http.errors import WrongType
from nextcour.sources.jikan.wire import Anime, AnimeReply, Statistics, StatisticsReply

URL = "https://api.jikan.moe/v4"
LARGEST = 2 * MEGABYTE  # a full record is about 20 kB
T = TypeVar("T")


@dataclass(frozen=True)
class Shown:
    """`day` (UTC) is when the server showed it, `counted` when Jikan read it from MyAnimeList, where it tells."""

    day: dt.date
    counted: dt.date


class Client:
    """Asks with `http`. `url` is Jikan's, or a replay server's, without a slash at the end."""

    def __init__(self, http: Http, url: str = URL) -> None:
        self._http = http
        self._url = url

    def anime(self, number: int) -> tuple[Anime, Shown] | None:
        """The full record of a MyAnimeList id; None when there is none, or not yet: a 404 may be kept for days.

        Raises the faults of `http`; WrongType for the record of another title.
        """
        found = self._get(f"/anime/{number}/full", AnimeReply)
        if found is None or found[0].data is None:
            return None
        if found[0].data.mal_id != number:
            raise WrongType(f"it answered with id {found[0].data.mal_id}")
        return found[0].data, found[1]

    def statistics(self, number: int) -> Statistics | None:
        """On how many lists a title is, by state; None when Jikan does not know. Raises the faults of `http`."""
        found = self._get(f"/anime/{number}/statistics", StatisticsReply)
        return None if found is None else found[0].data

    def _get(self, path: str, shape: type[T]) -> tuple[T, Shown] | None:
        answer = self._http.get(self._url + path, limit=LARGEST, accept=JSON, allow={404})
        if answer.status == 404:
            return None
        day = answer.fetched_at.date()
        return answer.json(shape), Shown(day, min(day, _modified(answer.headers) or day))


def _modified(headers: Mapping[str, str]) -> dt.date | None:
    """The UTC day of `Last-Modified`: when Jikan's copy was made. None when there is none that can be read."""
    try:
        moment = parsedate_to_datetime(headers.get("last-modified", ""))
        return moment.astimezone(dt.UTC).date() if moment.tzinfo else moment.date()
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
