"""From when each field of an entry could be known. The rules are documented in docs/knowable.md; their names appear in
every fact that rests on one.

A field has two days: `observed` (a package showed it) and `knowable` (by rule). `--as-of` cuts at the second,
`--strict` at the first.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import NamedTuple

from nextcour.catalog.entry import Entry, Seen
from nextcour.facts.fact import AnnouncementDay, Basis

# The exact day of a premiere is usually published within the two months before it, the month some five months before.
# Treating either as public from the announcement on would let a replay of the past see further than people could.
DAY_LEAD = dt.timedelta(days=60)
MONTH_LEAD = dt.timedelta(days=150)

# The January 2022 package. It is itself made from bangumi-data of its day, so it shows the fields of EARLY_FIELDS too.
EARLY = "anime-sachedule-search-data"
EARLY_FIELDS = frozenset({"titles", "format", "lang", "premiere", "month", "finale", "broadcast", "official_site"})

# What only synced sources state: no rule tells an earlier day.
_STATED = frozenset({"status", "season"})

# Basis of an announcement day: nothing but the day on which a source first showed the entry.
SHOWN = "shown"
FIRST_SHOWN = "first-shown"

# Which package shows a field. A title names its own.
FIELD_PACKAGE: Mapping[str, str] = {
    "format": "bangumi-data",
    "lang": "bangumi-data",
    "premiere": "bangumi-data",
    "finale": "bangumi-data",
    "broadcast": "bangumi-data",
    "official_site": "bangumi-data",
    "streams": "bangumi-data",
    "tmdb": "bangumi-data",
    "ids": "bangumi-data",
    "arm_ids": "@kawaiioverflow/arm",
    "episodes": EARLY,
    "demand": EARLY,
    "source_material": "bgmd",
    "original_titles": "bgmd",
    "studios": "bgmd",
    "people": "bgmd",
    "tags": "bgmd",
}


class Days(NamedTuple):
    """When a field was shown by a source, when it could be known, and why."""

    package: str
    observed: dt.date
    knowable: dt.date
    basis: Basis
    rule: str


class Observed(NamedTuple):
    """The day each package showed its content, and the package used for what none is named for."""

    days: Mapping[str, dt.date]
    last: dt.date  # the catalogue's day


def package_of(entry: Entry, field: str) -> str:
    """The package that shows `field` of `entry`."""
    wanted = FIELD_PACKAGE.get(field, "bangumi-data")
    if wanted in entry.sources or not entry.sources:
        return wanted
    return entry.sources[0]


def existence_day(announced: AnnouncementDay) -> tuple[dt.date, str]:
    """The day from which an entry counts as known. Without a MAL id the interval's last day is taken: late rather than
    early, so that a replay never knows too much."""
    if announced.basis == SHOWN:
        return announced.day, FIRST_SHOWN
    if announced.basis == "mal-id":
        return announced.day, "entry-announced"
    return announced.latest, "entry-announced-typical-lead"


def seen_of(entry: Entry, field: str) -> Seen | None:
    """Which synced source decides `field` of this version of `entry`. What a package never showed is of the source that
    has the entry."""
    if not entry.seen:
        return None
    wanted = "premiere" if field == "month" else field
    own = {seen.field: seen for seen in entry.seen}
    return own.get(wanted) or own.get("titles")


def days_of(entry: Entry, field: str, announced: AnnouncementDay, observed: Observed) -> Days:
    """The days of one field: a name of FIELD_PACKAGE, `titles`, `status`, or `month` for the month of the premiere.

    What a synced source shows could be known when it showed it, or by the rule when that is earlier and nothing else
    was known before.
    """
    seen = seen_of(entry, field)
    if seen is not None:
        rule = _days_by_rule(entry, field, announced, observed)
        if seen.replaced or field in _STATED or rule.knowable >= seen.observed or rule.basis is Basis.OBSERVED:
            return Days(seen.source, seen.observed, seen.observed, Basis.OBSERVED, "")
        return rule._replace(package=seen.source, observed=seen.observed)
    return _days_by_rule(entry, field, announced, observed)


def _days_by_rule(entry: Entry, field: str, announced: AnnouncementDay, observed: Observed) -> Days:
    package = package_of(entry, field)
    shown = observed.days.get(package, observed.last)
    exists, existence_rule = existence_day(announced)
    first = entry.premiere.earliest
    last = entry.finale.latest

    def inferred(day: dt.date, rule: str) -> Days:
        known = max(day, exists)
        early = observed.days.get(EARLY)
        if early is not None and known <= early and field in EARLY_FIELDS and EARLY in entry.sources:
            return Days(EARLY, early, known, Basis.INFERRED, rule)
        return Days(package, shown, known, Basis.INFERRED, rule)

    match field:
        case "premiere" | "broadcast":
            return inferred(first - DAY_LEAD, "air-day-60-days-ahead") if first else inferred(exists, existence_rule)
        case "month":
            return (
                inferred(first - MONTH_LEAD, "air-month-150-days-ahead") if first else inferred(exists, existence_rule)
            )
        case "finale" | "episodes" if last is not None:
            return inferred(last, "known-once-it-ended")
        case "people":
            return inferred(first, "cast-known-by-premiere") if first else inferred(exists, existence_rule)
        case "episodes" | "demand":
            day = entry.demand.day_to if field == "demand" and entry.demand else shown
            return Days(package, day, day, Basis.OBSERVED, "")
        case _:
            return inferred(exists, existence_rule)
