"""anime-offline-database: names, kinds, seasons, ids and relations of some 40,000 anime, once a week.

One release asset is streamed: zstd is unpacked as it comes, a record is decoded, turned into observations and let go.
Database: © manami-project, ODbL 1.0; contents DbCL 1.0.
"""

from __future__ import annotations

import datetime as dt
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence

import msgspec

from nextcour.catalog.dates import SEASONS
from nextcour.catalog.entry import Format
from nextcour.facts.observation import Batch, Key, Observation, Problem
from nextcour.http.client import Http
from nextcour.http.errors import HttpFault, Refused
from nextcour.sources import bulk_stream
from nextcour.sources.bulk_stream import BulkUnreadable
from nextcour.sources.noting import Notes
from nextcour.sources.offline_types import KEY_PROVIDERS, Cursor, Metadata, Record, Sources, ids_of, key_of
from nextcour.sources.source import Reach
from nextcour.sources.tables import studio_names

NAME = "offline-database"
_RELEASE = "https://github.com/manami-project/anime-offline-database/releases/latest/download/"
ASSET = _RELEASE + "anime-offline-database.jsonl.zst"
FALLBACK = _RELEASE + "anime-offline-database-minified.json"
MAX_PACKED = 256 * bulk_stream.MEGABYTE  # bytes on the wire
BATCH = 500  # records
MOST_PROBLEMS = 100  # told one by one; the rest is counted
MOST_RELATED = 400  # addresses of related anime of one record
FIRST_YEAR = 1900
MOST_LOST = 0.05  # of the records known before; releases lose some dozens of 40,000 in a week
KEY_SITES = tuple(provider.value for provider in KEY_PROVIDERS)
_FORMATS = frozenset(Format) - {Format.UNKNOWN}
_STATUS = {"ONGOING": "RELEASING", "UPCOMING": "NOT_YET_RELEASED"}
# Tags that a provider gives to what it shows to adults only.
_ADULT = frozenset(("hentai", "18 restricted"))


class _Changed(Exception):
    """The file is not the one that an earlier run read part of."""


class OfflineDatabase:
    """The source. `url` and `fallback` name the two forms of the file; a name that ends in `.json` (`.json.zst`) is one
    document, any other has a record a line.

    `known` gives the records that earlier releases had. Those that a whole release lacks are `gone`. One that lacks
    more than a twentieth of them is not taken for whole: what it shows is kept, nothing is `gone`, and it is said so.
    When a later release lacks them too, it is believed.
    """

    name = NAME
    title = "anime-offline-database"
    reach = Reach.BULK
    home = "https://github.com/manami-project/anime-offline-database"
    licence = "ODbL 1.0 (database), DbCL 1.0 (contents)"

    def __init__(
        self, http: Http, *, url: str = ASSET, fallback: str = FALLBACK, known: Callable[[], Iterable[Key]] = tuple
    ) -> None:
        self._http, self._known = http, known
        self._urls = (url, fallback)
        self._studios = studio_names()

    def batches(self, wanted: Sequence[Key], cursor: str, today: dt.date) -> Iterator[Batch]:
        """All records of the newest release, 500 at a time; nothing when `cursor` says that it was read to its end.

        `cursor` may be that of a finished run as well as of an unfinished one. Of a newer release everything is read.
        `wanted` is not looked at.
        """
        at = Cursor.read(cursor)
        for url in self._urls:
            try:
                for batch in self._resumed(url, at, today):
                    at = Cursor.read(batch.cursor)
                    yield batch
            except (HttpFault, BulkUnreadable) as error:
                if isinstance(error, Refused) and error.status in (404, 410) and url != self._urls[-1]:
                    continue  # this form of the file is not offered
                why = f"{error}; what was read before is kept, the next sync goes on from there"
                yield Batch((), at.text(), (Problem(NAME, url.rpartition("/")[2], why),), stopped=True)
            return

    def _resumed(self, url: str, after: Cursor, today: dt.date) -> Iterator[Batch]:
        try:
            yield from self._read(url, after, today)
        except _Changed:
            yield from self._read(url, Cursor(), today)

    def _read(self, url: str, after: Cursor, today: dt.date) -> Iterator[Batch]:
        """What follows `after`. Raises _Changed before the first batch."""
        known = {"If-None-Match": after.etag} if after.etag else {}
        with self._http.stream(url, limit=MAX_PACKED, headers=known, allow={304} if known else ()) as chunks:
            if chunks.status == 304:
                if not after.done:
                    why = "it is still the one that lacks too many of the records that were known"
                    yield Batch(
                        (), after.text(), (Problem(NAME, f"the release of {after.release}", why),), stopped=True
                    )
                return
            etag = chunks.headers.get("etag", "")[:200]
            plain = bulk_stream.unpacked(chunks)
            document = url.removesuffix(".zst").endswith(".json")
            records: Iterator[bytes | None] = bulk_stream.members(plain) if document else bulk_stream.lines(plain)
            release = _metadata(next(records, None)).last_update
            if after.done and after.release == release.isoformat() and etag == after.etag:
                return
            if after.done or after.release != release.isoformat():
                after = Cursor(release.isoformat(), short=after.short)
            step = _Step(after, lambda record, key: self._observations(record, key, min(release, today)))
            for raw in records:
                if step.take(raw) and step.number % BATCH == 0:
                    yield step.batch()
            if step.number < after.record:
                raise _Changed
            yield self._end(step, after, etag)

    def _end(self, step: _Step, after: Cursor, etag: str) -> Batch:
        """The last batch of a release that was read to its end."""
        known = frozenset(self._known())
        gone = tuple(sorted(key for key in known if (key.provider, key.id) not in step.shown))
        if gone and step.nameless:
            why = "they may be some of those that it seems to lack, so that nothing is marked as gone"
            step.tell(f"{step.nameless:,} records that cannot be read", why)
            gone = ()
        if len(gone) > len(known) * MOST_LOST and after.short in ("", after.release):
            why = (
                f"it lacks {len(gone):,} of {len(known):,} records known before, more than {MOST_LOST:.0%}, and is not "
                "taken for whole: what it shows was kept, nothing was marked as gone. If the next release lacks them "
                "too, that one is believed"
            )
            step.tell(f"the release of {after.release}", why)
            return step.batch(etag=etag, short=after.release, stopped=True)
        return step.batch(done=True, etag=etag, gone=gone)

    def _observations(self, record: Record, key: Key, day: dt.date) -> tuple[Observation, ...]:
        url = next(url for url in record.sources if ids_of((url,)).get(key.provider) == [key.id])
        notes = Notes(key, NAME, day, url)
        notes.text("title", record.title)
        if record.synonyms:
            notes.texts("title.synonym", record.synonyms)
        if record.type in _FORMATS:
            notes.value("format", record.type)
        if record.status and record.status != "UNKNOWN":
            notes.text("status", _STATUS.get(record.status, record.status))
        if record.episodes and record.episodes > 0:
            notes.value("episodes", record.episodes)
        _season(notes, record, day)
        names = {self._studios.canonical(name) or name for name in record.studios or ()}
        if names:
            notes.texts("studios", names)
        if _ADULT.intersection(record.tags or ()):
            notes.value("adult", True)
        for site, ids in ids_of(record.sources).items():
            if site != key.provider and len(ids) == 1:  # of several nobody can say which one is this show
                notes.value(f"ids.{site}", int(ids[0]) if ids[0].isdigit() else ids[0])
        related = ids_of((record.related_anime or ())[:MOST_RELATED])
        for provider in KEY_PROVIDERS:
            for identity in related.get(provider, ()):
                notes.relation("RELATED", Key(provider, identity))
        return notes.done()


def _season(notes: Notes, record: Record, day: dt.date) -> None:
    """The season, and the year of the premiere where the season tells it: a WINTER show may have begun in the last days
    of December."""
    when = record.anime_season
    if when is None or when.year is None or not FIRST_YEAR <= when.year <= day.year + 20:
        return
    if when.season in SEASONS:
        notes.value("season", [when.season, when.year])
    if when.season != "WINTER":
        notes.value("premiere", [when.year, None, None])


def _metadata(raw: bytes | None) -> Metadata:
    if raw is None:
        raise BulkUnreadable("it has no metadata where they are due")
    try:
        return msgspec.json.decode(raw, type=Metadata)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise BulkUnreadable(f"its metadata cannot be read ({error})") from error


Adapt = Callable[[Record, Key], tuple[Observation, ...]]
_DECODER = msgspec.json.Decoder(Record)


class _Step:
    """Gathers a batch. Records up to `after` have been brought before: they are only remembered."""

    def __init__(self, after: Cursor, adapt: Adapt) -> None:
        self.number = 0  # records read
        self._after, self._adapt = after, adapt
        self._mark = 0
        self._seen: set[str] = set()
        self.shown: set[tuple[str, str]] = set()  # (site, id) of every record, also of those that cannot be read
        self.nameless = 0  # records of which not even that is known
        self._observations: list[Observation] = []
        self._problems: list[Problem] = []
        self._told = self._untold = 0

    def take(self, raw: bytes | None) -> bool:
        """Adds a record, or what is wrong with it; whether it is a new one. `raw` None is one too long. Raises
        _Changed."""
        if raw is not None and not raw.strip():
            return False
        self.number += 1
        self._mark = zlib.crc32(raw or b"", self._mark)
        new = self.number > self._after.record
        problem = self._add(raw, new=new)
        if self.number == self._after.record and self._mark != self._after.mark:
            raise _Changed
        if problem and new:
            if self._told < MOST_PROBLEMS:
                self._problems.append(Problem(NAME, f"record {self.number}", problem))
                self._told += 1
            else:
                self._untold += 1
        return new

    def _add(self, raw: bytes | None, *, new: bool) -> str | None:
        if raw is None:
            self.nameless += 1
            return f"it has more than {bulk_stream.MAX_RECORD:,} bytes and is left out"
        try:
            record = _DECODER.decode(raw)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
            self._name(raw)
            return f"it cannot be read and is left out ({error})"
        ids = ids_of(record.sources)
        self._show(ids)
        key = key_of(ids)
        if key is None:
            return None  # only on sites that nothing here goes by
        name = f"{key.provider}{key.id}"
        if name in self._seen:
            return f"{key.provider} {key.id} came before; the first record is kept"
        self._seen.add(name)
        if new:
            self._observations.extend(self._adapt(record, key))
        return None

    def _name(self, raw: bytes) -> None:
        """Notes which record it is that cannot be read."""
        try:
            self._show(ids_of(msgspec.json.decode(raw, type=Sources).sources))
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            self.nameless += 1

    def _show(self, ids: dict[str, list[str]]) -> None:
        self.shown.update((site, identity) for site in KEY_SITES for identity in ids.get(site, ()))

    def tell(self, what: str, why: str) -> None:
        self._problems.append(Problem(NAME, what, why))

    def batch(
        self, *, done: bool = False, etag: str = "", gone: tuple[Key, ...] = (), short: str = "", stopped: bool = False
    ) -> Batch:
        """What was gathered since the last one."""
        if done and self._untold:
            self._problems.append(Problem(NAME, f"{self._untold:,} more records", "each has a fault like those above"))
        cursor = msgspec.structs.replace(self._after, record=self.number, mark=self._mark, done=done, etag=etag)
        if done or short:
            cursor = msgspec.structs.replace(cursor, short=short)
        batch = Batch(tuple(self._observations), cursor.text(), tuple(self._problems), gone, stopped)
        self._observations, self._problems = [], []
        return batch
