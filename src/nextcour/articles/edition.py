"""A written page about one show: sections of sentences, each with the footnotes it rests on.

Texts are plain: no markup, nothing escaped; `writing_markdown` and `writing_html` do that. The same facts and the same
language always give the same edition: it holds no day but those of what it tells.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

import msgspec

SCHEMA_VERSION = 1


class Lang(StrEnum):
    """Languages that pages are written in; Chinese in simplified characters."""

    EN = "en"
    JA = "ja"
    ZH = "zh"


class NoteKind(StrEnum):
    """What a footnote is."""

    FACT = "FACT"  # a source showed it
    ESTIMATE = "ESTIMATE"  # inferred by a documented rule
    ABSENCE = "ABSENCE"  # nothing of the kind in the sources that were read
    COUNTED = "COUNTED"  # counted over the catalogue
    FORECAST = "FORECAST"
    QUOTED = "QUOTED"  # somebody else's words, credited


class Cited(msgspec.Struct, frozen=True):
    """What a footnote stands for: `field` of `entry`, as `nextcour explain` lists it (a group such as `titles` too)."""

    entry: str
    field: str


class Footnote(msgspec.Struct, frozen=True):
    """`number` counts from 1 in order of first use. `source` is a package, a provider or `nextcour`; `observed_at` the
    day it showed it, was counted or forecast; `url` is http(s) or empty."""

    number: int
    kind: NoteKind
    text: str
    source: str
    observed_at: dt.date
    url: str
    cited: tuple[Cited, ...] = ()


class Sentence(msgspec.Struct, frozen=True):
    """`notes` are numbers of footnotes, never empty. `item`: one of a list rather than of a paragraph."""

    text: str
    notes: tuple[int, ...]
    item: bool = False


class Section(msgspec.Struct, frozen=True):
    """`id` is one of `changes`, `about`, `story`, `so-far`, `renewal`, `release`. Never without a sentence."""

    id: str
    heading: str
    sentences: tuple[Sentence, ...]


class Edition(msgspec.Struct, frozen=True):
    """The page. `line` is the show's id; `known_to` the last day whose knowledge it tells; `since` the day of the
    earlier edition that `changes` compares with, null without."""

    schema_version: int
    line: str
    lang: Lang
    title: str
    heading: str
    known_to: dt.date
    since: dt.date | None
    sections: tuple[Section, ...]
    notes_heading: str
    footnotes: tuple[Footnote, ...]
