"""A feed as Atom (RFC 4287), RSS 2.0 and JSON Feed 1.1. The same feed, the same bytes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from io import BytesIO
from typing import Any

import msgspec
from feedgenerator import Atom1Feed, Rss201rev2Feed

from nextcour.feeds.feed import Feed

LANGUAGE = "en"  # the words of changes
AUTHOR = "nextcour"


def _moment(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), dt.UTC)


class _Atom(Atom1Feed):  # type: ignore[misc]  # the library has no types
    updated = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)

    def latest_post_date(self) -> dt.datetime:
        """When the data were looked at last, also when nothing happened."""
        return self.updated


class _Rss(Rss201rev2Feed):  # type: ignore[misc]
    updated = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)

    def latest_post_date(self) -> dt.datetime:
        return self.updated


def _written(made: Any, feed: Feed) -> bytes:
    made.updated = _moment(feed.updated)
    for entry in feed.entries:
        made.add_item(
            title=entry.title,
            link=entry.link,
            description=entry.html,
            pubdate=_moment(entry.day),
            updateddate=_moment(entry.day),
            unique_id=entry.id,
            unique_id_is_permalink=False,
            categories=entry.tags,
        )
    sink = BytesIO()
    made.write(sink, "utf-8")
    return sink.getvalue() + b"\n"


def _head(feed: Feed, form: str) -> dict[str, str]:
    return {
        "title": feed.title,
        "link": feed.page,
        "description": feed.description,
        "language": LANGUAGE,
        "feed_url": feed.address(form),
        "feed_guid": feed.id,
    }


def atom(feed: Feed) -> bytes:
    return _written(_Atom(**_head(feed, "atom"), author_name=AUTHOR, author_link=feed.page), feed)


def rss(feed: Feed) -> bytes:
    return _written(_Rss(**_head(feed, "rss")), feed)


def json_feed(feed: Feed) -> bytes:
    return msgspec.json.encode(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": feed.title,
            "home_page_url": feed.page,
            "feed_url": feed.address("json"),
            "description": feed.description,
            "language": LANGUAGE,
            "authors": [{"name": AUTHOR, "url": feed.page}],
            "items": [
                {
                    "id": entry.id,
                    "url": entry.link,
                    "title": entry.title,
                    "content_html": entry.html,
                    "content_text": entry.text,
                    "date_published": _moment(entry.day),
                    "tags": entry.tags,
                }
                for entry in feed.entries
            ],
        }
    )


# Ending of the address -> maker and media type.
FORMS: dict[str, tuple[Callable[[Feed], bytes], str]] = {
    "atom": (atom, "application/atom+xml; charset=utf-8"),
    "rss": (rss, "application/rss+xml; charset=utf-8"),
    "json": (json_feed, "application/feed+json"),
}
