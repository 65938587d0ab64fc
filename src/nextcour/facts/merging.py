"""A catalogue entry with what synced sources say of it on one day. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

import msgspec

from nextcour.catalog.dates import SEASONS, FuzzyDate
from nextcour.catalog.entry import Entry, Format, Ids, Seen, SourceMaterial, Stream, Title, TitleKind
from nextcour.catalog.text import clean, script_of
from nextcour.facts.current import bundled
from nextcour.facts.ledger import EDITOR, Stored
from nextcour.facts.observation import Key, Provider
from nextcour.facts.precedence import Shown

NOTHING = "null"
_NATIVE = ("ja", "zh-Hans", "zh-Hant", "ko")
_LANGUAGES = frozenset({*_NATIVE, "ja-Latn", "en", "ru"})
_HAN = {"ja": "Jpan", "zh-Hans": "Hans", "zh-Hant": "Hant"}
_IDS = (Provider.MAL, Provider.ANILIST, Provider.ANIDB, Provider.BANGUMI)
# Which attribute a field fills, its empty value, and how its JSON is read.
Reader = Callable[[Any], Any]


# Sources that know a series only as one for television or for the web; the catalogue's finer kinds come from tags.
COARSE = frozenset({"bangumi-data"})
_FINER = {Format.TV: (Format.TV_SHORT, Format.SPECIAL), Format.ONA: (Format.TV_SHORT,)}


def blank(identity: str, source: str) -> Entry:
    """An entry of which nothing is known yet."""
    return Entry(id=identity, titles=(), format=Format.UNKNOWN, sources=(source,))


def merged(
    base: Entry,
    found: Mapping[str, Shown],
    said: Iterable[Stored],
    keys: Collection[Key],
    studio: Callable[[str], str] = str,
) -> Entry:
    """`base` with the values of `found` that the catalogue does not show itself, the further titles among `said`, and
    the ids of `keys`. `studio` gives the canonical name. A value that cannot be read, or that would contradict the
    entry's own dates, is passed over."""
    changed: dict[str, Any] = {}
    seen: list[Seen] = []

    def note(field: str, one: Stored, *, replaced: bool) -> None:
        origin = one.observation
        seen.append(Seen(field, origin.source, origin.observed_at, origin.url, replaced))

    for field, empty, read in _readers(studio):
        shown = found.get(field)
        if shown is None or bundled(shown.value):
            continue
        written = shown.value.observation
        if written.value == NOTHING and written.source != EDITOR:
            continue
        value = empty if written.value == NOTHING else read(written.value)
        if value is None and written.value != NOTHING:
            continue
        old = getattr(base, field)
        if written.source != EDITOR and _says_less(value, old, written.source):
            continue
        if value != old:
            changed[field] = value
            note(field, shown.value, replaced=old != empty)
    _season_of_premiere(base, found, changed, note)
    _end_after_begin(base, changed, seen)
    rows = sorted(said, key=_title_order)
    titles = _titles(base, rows, note)
    if titles != base.titles:
        changed["titles"] = titles
    streams = _streams(base, found, note)
    if streams != base.streams:
        changed["streams"] = streams
    ids = _ids(base.ids, keys, rows, note)
    if ids != base.ids:
        changed["ids"] = ids
    if changed.get("episodes") is not None:
        changed["episodes_inferred"] = False
    if not changed:
        return base
    return msgspec.structs.replace(base, **changed, seen=tuple(sorted(seen, key=lambda one: one.field)))


def _says_less(value: Any, old: Any, source: str) -> bool:
    """Whether `value` says the same as `old` and less: the month of a day that is known, or the kind that a source
    makes no finer difference in."""
    if isinstance(value, FuzzyDate) and isinstance(old, FuzzyDate):
        first, last, known_first, known_last = value.earliest, value.latest, old.earliest, old.latest
        if first is None or last is None or known_first is None or known_last is None:
            return False
        return value != old and first <= known_first and known_last <= last
    return isinstance(value, Format) and source in COARSE and old in _FINER.get(value, ())


def _readers(studio: Callable[[str], str]) -> tuple[tuple[str, Any, Reader], ...]:
    return (
        ("format", Format.UNKNOWN, _format),
        ("status", None, _typed(str)),
        ("premiere", FuzzyDate(), date_of),
        ("finale", FuzzyDate(), date_of),
        ("episodes", None, _typed(int)),
        ("source_material", SourceMaterial.UNKNOWN, _material),
        ("official_site", None, _typed(str)),
        ("studios", (), lambda text: _names(text, studio)),
    )


def _typed(kind: type[Any]) -> Reader:
    def read(text: str) -> Any:
        try:
            return msgspec.json.decode(text, type=kind) or None
        except msgspec.MsgspecError:
            return None

    return read


def date_of(text: str) -> FuzzyDate | None:
    """A fuzzy date as sources write it; None when it is none."""
    try:
        parts = msgspec.json.decode(text, type=list[int | None])
        found = FuzzyDate(*parts)
    except (msgspec.MsgspecError, ValueError, TypeError, OverflowError):
        return None
    return found if found.year is not None else None


def _format(text: str) -> Format | None:
    name = _typed(str)(text)
    return Format(name) if name in Format._value2member_map_ and name != Format.UNKNOWN else None


def _material(text: str) -> SourceMaterial | None:
    name = _typed(str)(text)
    known = name in SourceMaterial._value2member_map_ and name != SourceMaterial.UNKNOWN
    return SourceMaterial(name) if known else None


def _names(text: str, studio: Callable[[str], str]) -> tuple[str, ...] | None:
    names = _typed(list[str])(text)
    return None if not names else tuple(sorted({studio(name) for name in names if clean(name)}))


Note = Callable[..., None]


def _season_of_premiere(base: Entry, found: Mapping[str, Shown], changed: dict[str, Any], note: Note) -> None:
    """The season of a premiere that is not known to the month, and its year where that is not known either. A winter
    show may begin in the last days of December."""
    shown = found.get("season")
    premiere: FuzzyDate = changed.get("premiere", base.premiere)
    if shown is None or premiere.month is not None or bundled(shown.value):
        return
    season = _typed(tuple[str, int])(shown.value.observation.value)
    if season is None or season[0] not in SEASONS or not 1900 <= season[1] <= 2999:
        return
    name, year = season
    if premiere.year is None and name != "WINTER":
        changed["premiere"] = FuzzyDate(year)
        note("premiere", shown.value, replaced=False)
    elif premiere.year not in (None, year, year - 1 if name == "WINTER" else year):
        return
    changed["season"] = season
    note("season", shown.value, replaced=False)


def _end_after_begin(base: Entry, changed: dict[str, Any], seen: list[Seen]) -> None:
    """Leaves out a finale before the premiere, or the premiere where that is not enough. What an editor says stays:
    then the catalogue's own finale gives way."""
    for name in ("finale", "premiere"):
        first = changed.get("premiere", base.premiere).earliest
        last = changed.get("finale", base.finale).latest
        if last is None or (first is not None and first <= last):
            return
        if name == "premiere" and any(one.field == name and one.source == EDITOR for one in seen):
            changed["finale"] = FuzzyDate()
            return
        changed.pop(name, None)
        seen[:] = [one for one in seen if one.field != name]


def _key(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _title_order(one: Stored) -> tuple[int, int, str, str, str]:
    """Native names first, then romanised ones, translations, synonyms."""
    said = one.observation
    lang = said.field.removeprefix("title.")
    order = (*_NATIVE, "ja-Latn", "zh-Latn", "ko-Latn", "en")
    place = order.index(lang) if lang in order else len(order)
    return (said.source != EDITOR, place + (lang == "synonym"), said.source, said.field, said.value)


def _titles(base: Entry, rows: Iterable[Stored], note: Note) -> tuple[Title, ...]:
    """The entry's own titles, then those that sources add. Of an entry that has none the first is the native one. An
    editor's come before all others of their language; the native title that one replaces stays as another name."""
    titles = {_key(title.text): title for title in base.titles}
    noted: set[str] = set()
    own: dict[str, str] = {}
    for one in rows:
        said = one.observation
        if not said.field.startswith("title.") or bundled(one) or one.withdrawn or said.value == NOTHING:
            continue
        lang = said.field.removeprefix("title.")
        for text in _texts(said.value):
            key = _key(text)
            if not any(char.isalnum() for char in text):
                continue
            if said.source == EDITOR and lang != "synonym":
                own.setdefault(key, lang)
            elif key in titles:
                continue
            if not titles:
                note("titles", one, replaced=False)
            titles[key] = _title(text, lang, said.source, first=not titles)
            if said.source not in noted:
                noted.add(said.source)
                note(f"title.{said.source}", one, replaced=False)
    return _own_first(titles, own, base.lang)


def _own_first(titles: Mapping[str, Title], own: Mapping[str, str], lang: str) -> tuple[Title, ...]:
    """`titles` with those whose keys are in `own` (with the language an editor gave) in front; the first one in the
    show's own language becomes the native title."""
    native = next((key for key, spoken in own.items() if spoken == lang), None)
    kinds = dict(titles)
    if native is not None:
        kinds = {
            key: msgspec.structs.replace(title, kind=TitleKind.TRANSLATED) if title.kind is TitleKind.NATIVE else title
            for key, title in titles.items()
        }
        kinds[native] = msgspec.structs.replace(titles[native], kind=TitleKind.NATIVE)
    order = sorted(kinds, key=lambda key: (kinds[key].kind is not TitleKind.NATIVE, key not in own))
    return tuple(kinds[key] for key in order)


def without_own(base: tuple[Title, ...], later: Iterable[Title]) -> tuple[Title, ...]:
    """`base` with what sources added to it in `later`, for the days before an editor said anything."""
    held = {_key(title.text) for title in base}
    return (*base, *(title for title in later if title.source != EDITOR and _key(title.text) not in held))


def _title(text: str, lang: str, source: str, *, first: bool) -> Title:
    script = script_of(text)
    if script == "Hani":
        script = _HAN.get(lang, "Zyyy")
    spoken = lang if lang in _LANGUAGES else "und"
    kind = TitleKind.NATIVE if first else (TitleKind.TRANSLATED if lang in ("en", *_NATIVE) else TitleKind.ALIAS)
    return Title(text, spoken, script, kind, source)


def _texts(value: str) -> list[str]:
    try:
        found = msgspec.json.decode(value, type=str | list[str])
    except msgspec.MsgspecError:
        return []
    texts = [found] if isinstance(found, str) else found
    return [tidy for text in texts if (tidy := clean(text))]


def _streams(base: Entry, found: Mapping[str, Shown], note: Note) -> tuple[Stream, ...]:
    """The entry's own services, then those that only synced sources name."""
    streams = {stream.site: stream for stream in base.streams}
    for field, shown in found.items():
        site = field.removeprefix("stream.")
        if site == field or bundled(shown.value) or site in streams:
            continue
        url = _typed(str)(shown.value.observation.value)
        if url:
            name = site.replace("_", " ").title()
            streams[site] = Stream(site, name, url, begin=shown.value.observation.valid_from)
            note(field, shown.value, replaced=False)
    return tuple(streams.values())


def _ids(ids: Ids, keys: Collection[Key], rows: Sequence[Stored], note: Note) -> Ids:
    """`ids` with those of `keys` that are missing."""
    more = {
        key.provider.value: int(key.id)
        for key in sorted(keys)
        if key.provider in _IDS and key.id.isascii() and key.id.isdigit() and 0 < len(key.id) < 10
        if getattr(ids, key.provider.value) is None
    }
    teller = next((one for one in rows if not bundled(one)), None)
    for name in more:
        if teller is not None:
            note(f"ids.{name}", teller, replaced=False)
    return msgspec.structs.replace(ids, **more)
