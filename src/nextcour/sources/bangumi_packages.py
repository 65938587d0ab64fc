"""bangumi-data as a source: each version that the npm registry publishes is what it showed on a day.

A run goes from the version that the last one ended with to the newest, one after the other, so that a change is
observed on the day its version was out and not on the day we looked. Data: CC BY 4.0.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence

import msgspec

from nextcour.facts.observation import Batch, Key, Observation, Problem
from nextcour.http.client import Http
from nextcour.sources import bangumi_data, npm
from nextcour.sources.bangumi_observations import observations, usable
from nextcour.sources.bookmark import Bookmark
from nextcour.sources.newest import MAX_DOCUMENT, versions_in
from nextcour.sources.pins import Pin, pins
from nextcour.sources.source import Reach
from nextcour.sources.tables import adult_domains

NAME = bangumi_data.NAME
BATCH = 500  # works

Document = Callable[[Pin], bytes]
Fetch = Callable[[Pin], Mapping[str, bytes]]
Works = dict[Key, tuple[Observation, ...]]


class Cursor(Bookmark, frozen=True, omit_defaults=True):
    """How far `version` was read: works, or `done`. `base` is the version before it, which its changes are against."""

    version: str = ""
    base: str = ""
    work: int = 0
    done: bool = False


def _document(pin: Pin) -> bytes:
    return npm.document(pin, limit=MAX_DOCUMENT)


class BangumiPackages:
    """The source. `since`: the version that a first run begins with; without it that is the newest one.

    `by_content`: a version was shown on the day that its content reaches to, where that is before the day by which the
    registry had it. A mirror that copied old versions late gives such days; content may be some days ahead of its
    publication, so that this is for looking at history and not for forecasts. `document` and `fetch` ask the registry;
    `http` is not used: `sources.npm` downloads, and checks against the registry's hash.
    """

    name = NAME
    title = "bangumi-data"
    reach = Reach.BULK
    home = "https://github.com/bangumi-data/bangumi-data"
    licence = "CC BY 4.0"

    def __init__(
        self,
        http: Http | None = None,
        *,
        since: str = "",
        by_content: bool = False,
        document: Document = _document,
        fetch: Fetch = npm.fetch,
    ) -> None:
        self._since, self._by_content = since, by_content
        self._document, self._fetch = document, fetch
        self._pin = next(pin for pin in pins() if pin.name == NAME)
        self._adult = adult_domains()

    def versions(self, since: str, today: dt.date) -> tuple[Pin, ...]:
        """What the registry has from the version `since` on, oldest first, each with the day by which it was out; all
        of them for an empty `since`. Raises npm.PackageUnavailable, npm.PackageRefused."""
        known = versions_in(self._document(self._pin), self._pin, today)
        return tuple(pin for pin in known if not since or _order(pin.version) >= _order(since))

    def batches(self, wanted: Sequence[Key], cursor: str, today: dt.date) -> Iterator[Batch]:
        """Of the first version everything, of those that follow what changed, of the newest everything again; what is
        no longer there becomes `null`, works that are not there any more `gone`.

        `cursor` may be that of a finished run: then what was published since. `wanted` is not looked at.
        """
        at = Cursor.read(cursor)
        try:
            known = self.versions("", today)
            steps = self._steps(known, at)
            base = at.version if at.done else at.base
            before = self._base(known, base) if steps and base else {}
            for pin in steps:
                try:
                    day, works, problems = self._works(pin)
                except npm.PackageRefused as error:
                    yield Batch((), at.text(), (Problem(NAME, pin.version, f"{error} It is passed over."),))
                    continue
                done = at.work if at.version == pin.version and not at.done else 0
                start = Cursor(pin.version, base if before else "", done)
                changed = works if pin is steps[-1] or not before else _changes(before, works)
                gone = tuple(key for key in before if key not in works)
                vanished = _vanished(before, works, day)
                for batch in _batches(start, tuple(works), changed, vanished, gone, problems):
                    at = Cursor.read(batch.cursor)
                    yield batch
                before, base = works, pin.version
        except (npm.PackageUnavailable, npm.PackageRefused) as error:
            yield Batch((), at.text(), (Problem(NAME, "npm registry", str(error)),), stopped=True)

    def _steps(self, known: Sequence[Pin], at: Cursor) -> tuple[Pin, ...]:
        """Versions to go through, oldest first."""
        if not at.version:
            since = self._since or (known[-1].version if known else "")
            return tuple(pin for pin in known if _order(pin.version) >= _order(since))
        first = _order(at.version)
        return tuple(pin for pin in known if _order(pin.version) > first or (pin.version == at.version and not at.done))

    def _base(self, known: Sequence[Pin], version: str) -> Works:
        """What `version` showed; nothing where the registry does not have it any more: then all is new."""
        pin = next((pin for pin in known if pin.version == version), None)
        try:
            return self._works(pin)[1] if pin else {}
        except npm.PackageRefused:
            return {}

    def _works(self, pin: Pin) -> tuple[dt.date, Works, tuple[Problem, ...]]:
        """The day, and what was shown on it. Raises npm.PackageUnavailable, npm.PackageRefused."""
        try:
            data = bangumi_data.decode(dict(self._fetch(pin)))
        except msgspec.MsgspecError as error:
            raise npm.PackageRefused(f"{pin.name} {pin.version} is not as expected: {error}.") from error
        day = pin.observed_at
        if self._by_content:
            day = min(day, bangumi_data.shown_to(data) or day)
        items = usable(data.items)
        unread = len(data.items) - len(items)
        problems = (
            (Problem(NAME, f"{pin.version}: {unread} rows", "their start or end is no time; they are left out"),)
            if unread
            else ()
        )
        return day, observations(data, items, day, self._adult), problems


def _order(version: str) -> tuple[int, ...]:
    """Raises ValueError for what is no version."""
    return tuple(int(part) for part in version.split("."))


def _changes(before: Works, works: Works) -> Works:
    """What `works` has that `before` had not, or otherwise."""
    changed: Works = {}
    for key, rows in works.items():
        known = {(row.field, row.value, row.valid_from) for row in before.get(key, ())}
        changed[key] = tuple(row for row in rows if (row.field, row.value, row.valid_from) not in known)
    return changed


def _vanished(before: Works, works: Works, day: dt.date) -> Works:
    """Fields of works that are still there which are not: the source shows that there is none."""
    lost: Works = {}
    for key, rows in works.items():
        fields = {row.field for row in rows}
        lost[key] = tuple(
            Observation(key, row.field, "null", NAME, day, row.url)
            for row in before.get(key, ())
            if row.field not in fields
        )
    return lost


def _batches(
    start: Cursor, keys: Sequence[Key], shown: Works, lost: Works, gone: tuple[Key, ...], problems: tuple[Problem, ...]
) -> Iterator[Batch]:
    """Batches of the works `keys` after `start`; what is `gone` comes with the last one."""
    for first in range(start.work, max(len(keys), start.work + 1), BATCH):
        chosen = keys[first : first + BATCH]
        rows = tuple(row for key in chosen for row in (*shown[key], *lost[key]))
        done = first + BATCH >= len(keys)
        cursor = Cursor(start.version, done=True) if done else Cursor(start.version, start.base, first + BATCH)
        yield Batch(rows, cursor.text(), () if first else problems, gone if done else ())
