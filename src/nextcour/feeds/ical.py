"""Events as a calendar file (RFC 5545, RFC 7986). The same events, the same bytes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import icalendar

from nextcour.feeds.event import Event

MEDIA_TYPE = "text/calendar; charset=utf-8"
REFRESH = dt.timedelta(hours=12)


@dataclass(frozen=True)
class Plan:
    """A calendar before it is a file; `source` is the file's address."""

    name: str
    description: str
    source: str
    events: tuple[Event, ...]


def calendar(plan: Plan) -> bytes:
    """About a millisecond an event. Events come out in order of days."""
    made = icalendar.Calendar()
    made.add("prodid", "-//nextcour//calendar//EN")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    # What the library does not know it would not escape.
    for name, value in (("name", plan.name), ("description", plan.description)):
        made.add(name, icalendar.vText(value))
        made.add("x-wr-calname" if name == "name" else "x-wr-caldesc", icalendar.vText(value))
    made.add("source", icalendar.vUri(plan.source), {"value": "URI"})
    made.add("refresh-interval", icalendar.vDuration(REFRESH), {"value": "DURATION"})
    made.add("x-published-ttl", icalendar.vDuration(REFRESH))
    for event in sorted(plan.events, key=lambda event: (event.start, event.uid)):
        made.add_component(_component(event))
    return bytes(made.to_ical())


def _component(event: Event) -> icalendar.Event:
    made = icalendar.Event()
    made.add("uid", event.uid)
    made.add("summary", event.summary)
    made.add("description", event.description)
    made.add("dtstart", event.start)
    made.add("dtend", event.end)
    made.add("status", "CANCELLED" if event.cancelled else "CONFIRMED" if event.confirmed else "TENTATIVE")
    made.add("transp", "TRANSPARENT")  # nobody is busy on the day
    made.add("categories", list(event.categories))
    made.add("url", icalendar.vUri(event.url))
    made.add("sequence", event.sequence)
    # When it was last told otherwise, by the data and not by the clock: the same data give the same file.
    made.add("dtstamp", _moment(event.modified))
    made.add("last-modified", _moment(event.modified))
    if event.created is not None:
        made.add("created", _moment(event.created))
    return made


def _moment(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), dt.UTC)
