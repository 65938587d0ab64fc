"""A checked article, as `nextcour check --json` and the website give it."""

from __future__ import annotations

import datetime as dt

import msgspec

from nextcour.articles.claim import Kind, Verdict

SCHEMA_VERSION = 1


class Evidence(msgspec.Struct, frozen=True):
    """A fact that the verdict rests on: what `source` showed on `observed_at`. `entry` is empty for what is absent."""

    entry: str
    field: str
    value: str
    source: str
    observed_at: dt.date


class CheckedShow(msgspec.Struct, frozen=True):
    """A show that the article is about. `main`: the one it is about most; `mentions`: how often it is named."""

    id: str
    line: str
    title: str
    year: int | None
    main: bool
    mentions: int


class CheckedClaim(msgspec.Struct, frozen=True):
    """One claim and what became of it.

    `text` is what the article says, from `start` to `end` of the article's text. `right_value` is what the facts say,
    null where they say nothing else. `why` is the reason in a sentence; `observed_at` the last day on which a source
    showed the evidence, null without any.
    """

    text: str
    start: int
    end: int
    show: str | None
    installment: int | None
    kind: Kind
    value: str
    verdict: Verdict
    right_value: str | None
    why: str
    evidence: tuple[Evidence, ...]
    observed_at: dt.date | None


class Checked(msgspec.Struct, frozen=True):
    """The whole article. `known_to` is the last day whose knowledge was used; `published` the day of the article, with
    its basis: `given`, `stated` (the page says so), `inferred` (from what the text says), or null."""

    schema_version: int
    day: dt.date
    known_to: dt.date
    language: str
    title: str
    text: str
    url: str | None
    published: dt.date | None
    published_basis: str | None
    shows: tuple[CheckedShow, ...]
    unknown: tuple[str, ...]  # titles that look like shows and are not in the catalogue
    claims: tuple[CheckedClaim, ...]
    notes: tuple[str, ...]

    def counts(self) -> dict[str, int]:
        """How many claims have each verdict; verdicts without any are left out."""
        found = {verdict.value: sum(claim.verdict is verdict for claim in self.claims) for verdict in Verdict}
        return {name: number for name, number in found.items() if number}
