"""A feed of changes, before it takes a form. Pure."""

from __future__ import annotations

import datetime as dt
import html
from collections.abc import Iterable
from dataclasses import dataclass

from nextcour.answers.changed import ChangedRow
from nextcour.answers.words import day_words
from nextcour.articles.footnotes import safe_url
from nextcour.feeds.plain import fit, tag_uri


@dataclass(frozen=True)
class Entry:
    """One change. `id` stays when the log is made anew; `link` is the show's page; `html` is safe."""

    id: str
    title: str
    link: str
    day: dt.date
    html: str
    text: str
    tags: tuple[str, ...]


@dataclass(frozen=True)
class Feed:
    """`page` is what a person reads instead; `here` the feed's own address without its form's ending, `query` what
    follows that. `updated`: the last day whose knowledge it has. Entries come newest first."""

    id: str
    title: str
    description: str
    page: str
    here: str
    query: str
    updated: dt.date
    entries: tuple[Entry, ...]

    def address(self, form: str) -> str:
        return f"{self.here}.{form}{self.query}"


def entry_of(change: ChangedRow, show: str, link: str, address: str) -> Entry:
    """`show` is the title of the line, `address` the site's."""
    named = fit(show if change.installment is not None else change.title)
    said = fit(change.text)
    lines = [f"{day_words(change.day)}: {said}.", *_evidence(change)]
    return Entry(
        # A change is the same one as long as it says the same of the same entry on the same day.
        id=tag_uri(address, "change", change.entry, change.kind.value, change.day.isoformat(), change.after or "-"),
        title=f"{named}: {said}",
        link=link,
        day=change.day,
        html="".join(f"<p>{html.escape(line)}</p>" for line in lines) + _links(change),
        text="\n".join(lines),
        tags=tuple(dict.fromkeys((change.kind.value, change.format))),
    )


def _evidence(change: ChangedRow) -> Iterable[str]:
    yield f"Source: {fit(change.source)}, which showed it on {day_words(change.observed_at)}."
    if change.rule:
        yield f"That it could be known on {day_words(change.day)} follows from a rule ({fit(change.rule)})."


def _links(change: ChangedRow) -> str:
    found = [(safe_url(change.url), f"What {fit(change.source)} shows")]
    found += [(safe_url(one.link), f"{fit(one.title)} ({fit(one.credit)})") for one in change.headlines]
    shown = "".join(
        f'<li><a href="{html.escape(url)}" rel="nofollow">{html.escape(words)}</a></li>' for url, words in found if url
    )
    return f"<ul>{shown}</ul>" if shown else ""
