"""What an article says: one claim of one sentence about one show, before anybody has judged it."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

import msgspec

if TYPE_CHECKING:
    from nextcour.articles.document import Document
    from nextcour.articles.shows import Shows


class Kind(StrEnum):
    """What a claim is about. docs/check.md says what each value looks like."""

    FIRST_AIR_DATE = "first_air_date"
    FINALE = "finale"
    SEASON = "season"
    EPISODES = "episodes"
    INSTALLMENTS = "installments"
    STUDIO = "studio"
    DIRECTOR = "director"
    STAFF = "staff"
    AUTHOR = "author"
    SOURCE_MATERIAL = "source_material"
    ADAPTATION = "adaptation"
    ANNOUNCED = "announced"
    RELEASE_DATE = "release_date"
    PLATFORM = "platform"
    RELATIVE_TIME = "relative_time"
    SPECULATION = "speculation"


class Verdict(StrEnum):
    """What the facts at hand say of a claim. What they cannot settle is UNVERIFIABLE, never CONTRADICTED."""

    SUPPORTED = "supported"
    CONTRADICTED = "contradicted"
    NEAR_MISS = "near_miss"
    OUTDATED = "outdated"
    UNVERIFIABLE = "unverifiable"
    SPECULATION = "speculation"


# Installments that are named without a number.
LATEST, FINAL, NEXT, MOVIE, WHOLE, OVA = -1, -2, -3, -4, -5, -6


class Claim(msgspec.Struct, frozen=True):
    """`start` and `end` are offsets of the claim's words in `Document.text`; `show` a line's id, None when the article
    does not say which show (or one that is not in the catalogue). `installment`: its number, LATEST, FINAL, NEXT,
    MOVIE, OVA, WHOLE (the show so far), or None where none is named; `part`: of a split cour."""

    kind: Kind
    value: str
    start: int
    end: int
    sentence: int
    show: str | None
    installment: int | None = None
    part: int | None = None
    # The year was not written and follows from the text around.
    guessed: bool = False
    # The words alone do not say that this is claimed: it counts only where the facts agree.
    loose: bool = False
    # Which show or season is meant follows from what stands before, and could be another (scope.Scope).
    carried: bool = False
    # The article only says that others say so.
    reported: bool = False
    # The entry of a film, disc or special that is named by its own title.
    beside: str | None = None


class Extractor(Protocol):
    """Finds claims. What it finds is judged by the same code, whoever found it."""

    def claims(self, document: Document, shows: Shows) -> Sequence[Claim]:
        """Claims in the order of the text. Raises nextcour.errors.Expected when it cannot work."""
        ...
