"""The extractor that needs nothing but rules."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

import msgspec

from nextcour.articles.claim import Claim, Kind
from nextcour.articles.dates_read import dates
from nextcour.articles.document import Document
from nextcour.articles.extract_counts import episode_claims, had_claims, installment_claims, work_claims
from nextcour.articles.extract_dates import date_claims, length_claims, year_around
from nextcour.articles.extract_labels import Asked, asked_by, label_claims
from nextcour.articles.extract_loose import loose_claims
from nextcour.articles.extract_people import people_claims, studio_claims
from nextcour.articles.extract_renewal import announced_claims, platform_claims, speculation_claims
from nextcour.articles.extract_source import source_claims
from nextcour.articles.hedges import hedge_near, is_denial, is_hearsay, is_question
from nextcour.articles.language import READ
from nextcour.articles.scope import Scopes
from nextcour.articles.shows import Shows
from nextcour.catalog.studios import StudioNames


class RuleExtractor:
    """Finds claims by patterns. `known` are the studios of the catalogue, `names` their spellings."""

    def __init__(self, names: StudioNames, known: Sequence[str]) -> None:
        self._names = names
        self._known = frozenset(known)
        spellings = {name for name in (*names.spellings(), *known) if len(name) > 2}
        ordered = sorted(spellings, key=lambda name: (-len(name), name))
        self._pattern = re.compile("|".join(_bounded(name) for name in ordered) or r"(?!)", re.I)

    def claims(self, document: Document, shows: Shows) -> tuple[Claim, ...]:
        """Claims in the order of the text; none of a language that is not read."""
        if document.language not in READ:
            return ()
        return tuple(_tidied(self._all(document, shows)))

    def _canonical(self, name: str) -> str | None:
        return self._names.canonical(name) or next(
            (one for one in self._known if one.casefold() == name.casefold()), None
        )

    def _all(self, document: Document, shows: Shows) -> Iterator[Claim]:
        scopes = Scopes(document, shows)
        folded = {document.text[m.start : m.end].casefold() for m in shows.mentions}
        is_title: Callable[[str], bool] = lambda name: name.casefold() in folded  # noqa: E731
        year, block = None, -1
        asked: Asked | None = None
        for index, sentence in enumerate(document.sentences):
            scopes.enter(sentence, index)
            if scopes.barred and not shows.within(sentence.start, sentence.end):
                continue
            if sentence.block != block:
                year, block = None, sentence.block
            words = document.words(sentence)
            when = year_around(words, document.published, year)
            before, asked = asked, asked_by(words)
            if sentence.heading:
                yield from announced_claims(words, scopes)
                if not is_question(words):
                    yield from loose_claims(words, scopes, when, self._pattern, self._canonical)
                continue
            yield from label_claims(words, scopes, when, self._pattern, self._canonical, before)
            yield from speculation_claims(words, scopes)
            yield from announced_claims(words, scopes)
            if is_question(words) or is_denial(words):
                continue
            yield from self._stated(words, scopes, when, is_title, reported=is_hearsay(words))
            said = [one.date.year for one in dates(words)]
            year = said[-1] if said else year

    def _stated(
        self, words: str, scopes: Scopes, when: int | None, is_title: Callable[[str], bool], *, reported: bool
    ) -> Iterator[Claim]:
        """What a sentence states, or says that others state."""
        for one in self._found(words, scopes, when, is_title):
            yield msgspec.structs.replace(one, reported=True) if reported else one

    def _found(self, words: str, scopes: Scopes, when: int | None, is_title: Callable[[str], bool]) -> Iterator[Claim]:
        yield from date_claims(words, scopes, when)
        yield from length_claims(words, scopes)
        for one in (
            *episode_claims(words, scopes),
            *had_claims(words, scopes),
            *installment_claims(words, scopes),
            *work_claims(words, scopes),
            *studio_claims(words, scopes, self._pattern, self._canonical),
        ):
            unsure = hedge_near(words, one.start - scopes.start, one.end - scopes.start)
            yield msgspec.structs.replace(one, loose=True) if unsure else one
        yield from people_claims(words, scopes, is_title)
        yield from source_claims(words, scopes)
        yield from platform_claims(words, scopes)
        yield from loose_claims(words, scopes, when, self._pattern, self._canonical)


def _bounded(name: str) -> str:
    """`name` as a pattern that does not mind how it is spaced and dotted: `P.A. Works`, `PA Works`, `A1 Pictures`."""
    tokens = re.findall(r"[^\W\d_]+|\d+|[^\w\s.,'’&/·・-]+", name)
    single = len(tokens) < 2 and name == name.lower()
    escaped = re.escape(name) if single or not tokens else r"[\s.,'’&/·・-]{0,2}".join(map(re.escape, tokens))
    left = r"(?<![A-Za-z0-9])" if name[0].isascii() and name[0].isalnum() else ""
    right = r"(?![A-Za-z0-9])" if name[-1].isascii() and name[-1].isalnum() else ""
    return f"{left}{escaped}{right}"


def _tidied(claims: Iterator[Claim]) -> Iterator[Claim]:
    """In order of the text, each once; of a sentence that only guesses, the guess alone."""
    ordered = sorted(claims, key=lambda one: (one.loose, one.sentence, one.start, one.end, one.kind))
    seen: set[tuple[Kind, str, int, str | None, bool]] = set()
    kept: list[Claim] = []
    firm = {one.sentence for one in ordered if one.kind in (Kind.ANNOUNCED,) and one.value.startswith(("NO", "YES"))}
    for one in ordered:
        key = (one.kind, one.value, one.sentence, one.show, one.loose)
        if key in seen or (one.kind is Kind.SPECULATION and one.sentence in firm and len(one.value) < 60):
            continue
        seen.add(key)
        if not one.loose or one.show is not None:
            kept.append(one)
    yield from sorted(kept, key=lambda one: (one.sentence, one.start, one.end, one.kind))
