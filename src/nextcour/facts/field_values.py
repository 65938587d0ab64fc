"""Fields and values as a person writes them, checked against `facts.observation.FIELDS`. Pure."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import msgspec

from nextcour.catalog.dates import FuzzyDate
from nextcour.catalog.entry import Format, SourceMaterial
from nextcour.facts.intake import family
from nextcour.facts.observation import FIELDS, Key, Provider

STATUSES = ("FINISHED", "RELEASING", "NOT_YET_RELEASED", "CANCELLED", "HIATUS")
LONGEST = 2000  # characters of a value, an id or an address
_ENCODER = msgspec.json.Encoder(order="sorted")
_QUALIFIER = re.compile(r"[\w@-][\w@.:()/,!'+ -]{0,200}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*|synonym")
_FUZZY = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_ENTRY_ID = re.compile(r"(bgm\d+|mal\d+|x[0-9a-f]+)")
# Fields that mean nothing without a qualifier, and those that take none.
_QUALIFIED = frozenset({"title", "stream", "ids", "relation", "demand", "headline", "people"})


def canonical(value: Any) -> str:
    """JSON text with sorted keys and without spaces."""
    return _ENCODER.encode(value).decode()


def key_of(text: str) -> Key:
    """`mal:38295`, or an entry's id such as `bgm302076`. Raises ValueError with words for a person."""
    if _ENTRY_ID.fullmatch(text):
        return Key(Provider.ENTRY, text)
    provider, colon, name = text.partition(":")
    known = ", ".join(one.value for one in Provider)
    if not colon or provider not in Provider._value2member_map_:
        raise ValueError(
            f"{_quote(text)} names no record; write PROVIDER:ID (PROVIDER one of {known}) or an entry's id"
        )
    if not name or len(name) > LONGEST or not name.isprintable() or name != name.strip():
        raise ValueError(f"{_quote(text)} has no usable id after the colon")
    return Key(Provider(provider), name)


def check_field(field: str) -> str:
    """`field` when it is one of FIELDS with the qualifier it needs. Raises ValueError with words for a person."""
    name, dot, qualifier = field.partition(".")
    if name not in FIELDS:
        raise ValueError(f"no field {_quote(field)}; there are {', '.join(FIELDS)}")
    if name in _QUALIFIED and not (dot and _QUALIFIER.fullmatch(qualifier)):
        raise ValueError(f"{name} needs more after a dot: {FIELDS[name]}")
    if name not in _QUALIFIED and dot:
        raise ValueError(f"{name} takes nothing after a dot")
    if name == "title" and not _LANGUAGE.fullmatch(qualifier):
        raise ValueError(f"{_quote(qualifier)} is no language tag such as ja, en or zh-Hans")
    if name == "ids" and qualifier not in Provider._value2member_map_:
        raise ValueError(f"{_quote(qualifier)} is no provider; there are {', '.join(p.value for p in Provider)}")
    return field


def parse_value(field: str, text: str) -> str:
    """The canonical JSON of what a person wrote for a checked `field`; `null` says that there is none.

    Raises ValueError with words for a person.
    """
    if len(text) > LONGEST:
        raise ValueError(f"the value is longer than {LONGEST:,} characters")
    if not text.isprintable():
        raise ValueError("the value holds line breaks or characters that cannot be shown")
    text = text.strip()
    if not text:
        raise ValueError("the value is empty; write null to say that there is none")
    if text == "null":
        return text
    name = family(field)
    if field == "title.synonym":
        return canonical(_texts(text))
    return canonical(_PARSERS.get(name, _Parser(_text)).parse(text))


def check_url(text: str) -> str:
    """An http(s) address. Raises ValueError with words for a person."""
    problem = f"{_quote(text)} is no http(s) address"
    if len(text) > LONGEST or not text.isprintable() or any(char.isspace() for char in text):
        raise ValueError(problem)
    try:
        parts = urlsplit(text)
        good = parts.scheme in ("http", "https") and bool(parts.hostname)
        _ = parts.port
    except ValueError:
        good = False
    if not good:
        raise ValueError(problem)
    if parts.username or parts.password:
        raise ValueError("the address holds a user name or password; leave it out")
    return text


def host_of(text: str) -> str:
    """The host of an address that `check_url` lets through. Raises ValueError with words for a person."""
    return urlsplit(check_url(text)).hostname or ""


class _Parser(NamedTuple):
    parse: Callable[[str], Any]


def _text(text: str) -> str:
    return text


def _date(text: str) -> list[int | None]:
    match = _FUZZY.fullmatch(text)
    try:
        if match is None:
            raise ValueError
        date = FuzzyDate(*(int(part) if part else None for part in match.groups()))
    except ValueError:
        raise ValueError(f"{_quote(text)} is no date; write 2027-04-09, 2027-04 or 2027") from None
    return [date.year, date.month, date.day]


def _one_of(names: Mapping[str, object] | tuple[str, ...]) -> Callable[[str], str]:
    def parse(text: str) -> str:
        wanted = text.upper().replace(" ", "_")
        if wanted not in names:
            raise ValueError(f"{_quote(text)} is none of {', '.join(names)}")
        return wanted

    return parse


def _whole(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 0 < int(text[:10]) <= 99_999 or len(text) > 5:
        raise ValueError(f"{_quote(text)} is no number of episodes")
    return int(text)


def _number(text: str) -> int | float:
    try:
        value = msgspec.json.decode(text, type=int | float)
    except msgspec.MsgspecError:
        value = -1
    if not 0 <= value <= 2**53:
        raise ValueError(f"{_quote(text)} is no count")
    return value


def _texts(text: str) -> list[str]:
    """A JSON list, or one text alone. Each once, sorted: these lists have no order."""
    if not text.startswith("["):
        return [text]
    try:
        found = msgspec.json.decode(text, type=list[str])
    except msgspec.MsgspecError:
        raise ValueError(f'{_quote(text)} is no list; write ["One", "Two"] or a single name') from None
    if not found or not all(one.strip() and one.isprintable() for one in found):
        raise ValueError("the list is empty or holds an empty name; write null to say that there is none")
    return sorted({one.strip() for one in found})


def _id(text: str) -> int | str:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 15 else text


def _true(text: str) -> bool:
    if text.lower() not in ("true", "false"):
        raise ValueError(f"{_quote(text)} is neither true nor false")
    return text.lower() == "true"


class _Headline(msgspec.Struct, forbid_unknown_fields=True):
    title: str
    link: str
    published: str


class _NextEpisode(msgspec.Struct, forbid_unknown_fields=True):
    episode: int
    at: dt.datetime


def _json_of(kind: type[msgspec.Struct], form: str) -> Callable[[str], Any]:
    def parse(text: str) -> Any:
        try:
            return msgspec.to_builtins(msgspec.json.decode(text, type=kind))
        except msgspec.MsgspecError as error:
            raise ValueError(f"write it as JSON like {form} ({error})") from None

    return parse


def _season(text: str) -> list[str | int]:
    season, _, year = text.upper().partition(" ")
    if season not in ("WINTER", "SPRING", "SUMMER", "FALL") or not re.fullmatch(r"(19|20)\d\d", year):
        raise ValueError(f"{_quote(text)} is no season; write it like FALL 2027")
    return [season, int(year)]


_PARSERS = {
    "format": _Parser(_one_of({one.value: one for one in Format})),
    "status": _Parser(_one_of(STATUSES)),
    "season": _Parser(_season),
    "premiere": _Parser(_date),
    "finale": _Parser(_date),
    "episodes": _Parser(_whole),
    "source_material": _Parser(_one_of({one.value: one for one in SourceMaterial})),
    "studios": _Parser(_texts),
    "people": _Parser(_texts),
    "official_site": _Parser(check_url),
    "stream": _Parser(check_url),
    "ids": _Parser(_id),
    "relation": _Parser(_true),
    "adult": _Parser(_true),
    "demand": _Parser(_number),
    "headline": _Parser(_json_of(_Headline, '{"title":"…","link":"…","published":"2026-11-23"}')),
    "next_episode": _Parser(_json_of(_NextEpisode, '{"episode":5,"at":"2026-11-23T15:00:00Z"}')),
}


def _quote(text: str) -> str:
    """For a message: short, and nothing that could steer a terminal."""
    return ascii(text[:60]) if not text[:60].isprintable() else f"'{text[:60]}'"
