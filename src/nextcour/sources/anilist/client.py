"""Asking AniList's GraphQL API: one page of titles, and what its errors mean."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from nextcour.catalog import text
from nextcour.http.answer import Answer
from nextcour.http.client import MEGABYTE, Http
from nextcour.http.errors import HttpFault, Refused
from nextcour.sources.anilist.queries import BY_ID, BY_MAL_ID, PER_PAGE, SYNOPSIS
from nextcour.sources.anilist.wire import Faults, Media, Reply

URL = "https://graphql.anilist.co"
LARGEST = 8 * MEGABYTE  # a page of 50 titles is about 0.3 MB
MOST_PAGES = 4  # 50 ids fit on one; more only when the server shifts or repeats
STOPS = frozenset({403, 429, 503})  # what an error may say with HTTP 200 as well


class Down(HttpFault):
    """AniList does not want to be asked now, whatever the HTTP status said: end the run."""


class Unreadable(HttpFault):
    """This answer is of no use; another one may be."""


@dataclass(frozen=True)
class Titles:
    """What came of a question for some titles. `whole`: all of it came, without errors, so that what is missing is
    really missing. `clean`: no errors came with it, so that a null is really none. `faults`: what could not be read, in
    words. `day` is the day (UTC) it was shown."""

    media: tuple[Media, ...]
    whole: bool
    clean: bool
    faults: tuple[str, ...]
    day: dt.date


class Client:
    """Asks with `http`. `url` is AniList's, or a replay server's."""

    def __init__(self, http: Http, url: str = URL) -> None:
        self._http = http
        self._url = url

    def titles(self, numbers: Sequence[int], *, mal: bool = False, trends: bool = False) -> Titles:
        """The anime with these AniList ids (MyAnimeList ids with `mal`), at most 50; `trends` adds 25 days of history.

        Raises Down, Unreadable and the faults of `http`.
        """
        if not 0 < len(numbers) <= PER_PAGE:
            raise ValueError(f"one question is for 1 to {PER_PAGE} titles, not {len(numbers)}")
        found: dict[int, Media] = {}
        faults: list[str] = []
        whole = clean = True
        day = dt.date.max
        page = 0
        more = True
        while more and page < MOST_PAGES:
            page += 1
            variables = {"ids": list(numbers), "page": page, "trends": trends}
            answer = self._asked({"query": BY_MAL_ID if mal else BY_ID, "variables": variables})
            reply = _reply(answer.body)
            day = min(day, answer.fetched_at.date())
            words = tuple(_words(reply))
            if reply.data is None or reply.data.page is None:
                raise Unreadable("; ".join(words) or "its answer is empty")
            for row in _media(reply.data.page.media or (), faults):
                if (row.id_mal if mal else row.id) in numbers:  # nothing else is kept: we ask for titles, not more
                    found.setdefault(row.id, row)
            faults.extend(words)
            more = bool(reply.data.page.page_info and reply.data.page.page_info.has_next_page)
            clean = clean and not words
            whole = whole and clean and reply.data.page.media is not None
        if more:
            faults.append(f"it goes on promising pages after {MOST_PAGES}")
        return Titles(tuple(found[number] for number in sorted(found)), whole and not more, clean, tuple(faults), day)

    def _asked(self, payload: dict[str, Any]) -> Answer:
        try:
            return self._http.post_json(self._url, payload, limit=LARGEST, allow={400, 404}, told=stop_told)
        except Refused as fault:
            if fault.status == 403:
                raise Down(str(fault)) from fault
            raise

    def synopsis(self, number: int) -> tuple[Media, dt.date] | None:
        """The anime with this AniList id as far as a page about it needs: its address and description, and the day
        (UTC) they were shown; None when there is none. Raises Down, Unreadable and the faults of `http`."""
        sent = {"query": SYNOPSIS, "variables": {"ids": [number], "page": 1}}
        answer = self._http.post_json(self._url, sent, limit=MEGABYTE, allow={400, 404})
        reply = _reply(answer.body)
        if reply.data is None or reply.data.page is None:
            raise Unreadable("; ".join(_words(reply)) or "its answer is empty")
        found = [media for media in _media(reply.data.page.media or (), []) if media.id == number]
        return (found[0], answer.fetched_at.date()) if found else None


def _reply(body: bytes) -> Reply:
    """Raises Unreadable."""
    try:
        reply = msgspec.json.decode(body, type=Reply)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        what = "a web page" if body.lstrip()[:1] == b"<" else f"JSON of another shape ({error})"
        raise Unreadable(f"it answered with {what}") from error
    return reply


def stop_told(body: bytes) -> tuple[int, str] | None:
    """The status that the errors in a body stand for, and their words, where it asks us to stop; None otherwise."""
    if b'"errors"' not in body:
        return None
    try:
        errors = msgspec.json.decode(body, type=Faults).errors
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    for fault in errors or ():
        if fault is not None and fault.status in STOPS:
            return fault.status, text.clean(fault.message or "")
    return None


def _words(reply: Reply) -> Iterator[str]:
    for fault in reply.errors or ():
        status = fault.status if fault is not None else None
        words = text.clean((fault.message if fault is not None else None) or "") or "an error without words"
        yield f"it says: {words}" + (f" ({status})" if status is not None else "")


def _media(rows: Sequence[msgspec.Raw], faults: list[str]) -> Iterator[Media]:
    """Records one by one; one that cannot be read becomes a line in `faults`."""
    for row in rows:
        try:
            media = msgspec.json.decode(row, type=Media | None)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            faults.append(f"a record cannot be read: {error}")
            continue
        if media is not None and media.type in {"ANIME", None} and media.id > 0:
            yield media
