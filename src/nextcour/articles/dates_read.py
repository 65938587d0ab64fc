"""Days, months, seasons and lengths of time as articles write them, in English, Japanese and Chinese."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from nextcour.catalog.dates import SEASONS, FuzzyDate

if TYPE_CHECKING:
    from nextcour.articles.document import Document

_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
           "december")  # fmt: skip
_MONTH_OF = {name[:3]: index for index, name in enumerate(_MONTHS, 1)}
_M = r"(?P<m>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
_D = r"(?P<d>\d{1,2})(?:st|nd|rd|th)?"
_Y = r"(?P<y>(?:19[6-9]|20[0-4])\d)"
_L, _R = r"(?<![A-Za-z0-9])", r"(?![A-Za-z0-9])"
_PATTERNS = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        rf"{_L}(?:(?:mon|tues?|wednes|thurs?|fri|satur|sun)(?:day)?,?\s+)?{_M}\s+(?:the\s+)?{_D},?\s+(?:of\s+)?{_Y}{_R}",
        rf"{_L}(?:the\s+)?{_D}\s+(?:of\s+)?{_M},?\s+{_Y}{_R}",
        rf"{_L}{_Y}[-/.](?P<m>\d{{1,2}})[-/.](?P<d>\d{{1,2}}){_R}",
        rf"{_Y}\s*年\s*(?P<m>\d{{1,2}})\s*月\s*(?P<d>\d{{1,2}})\s*[日号號]",
        rf"{_Y}\s*年\s*(?P<m>\d{{1,2}})\s*月",
        rf"{_L}(?:(?:early|mid|late)[\s-]+)?{_M},?\s+(?:of\s+)?{_Y}{_R}",
        rf"{_L}{_M}\s+(?:the\s+)?{_D}{_R}(?!,?\s+(?:19|20)\d\d|:)",
        rf"{_L}(?:the\s+)?(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_M}{_R}(?!,?\s+(?:19|20)\d\d)",
        r"(?<![\d年])(?P<m>1[0-2]|[1-9])\s*月\s*(?P<d>\d{1,2})\s*[日号號]",
        rf"{_L}(?P<a>\d{{1,2}})[/.-](?P<b>\d{{1,2}})[/.-]{_Y}{_R}",
        rf"{_L}(?:(?:early|mid|late)[\s-]+)?{_M}\s+(?:of\s+)?['’‘](?P<yy>\d\d){_R}",
    )
)
_YEAR = re.compile(rf"{_L}{_Y}(?:\s*年|{_R})")
_MONTH_NAMES = f"(?:{'|'.join(name.title() for name in _MONTHS)})"
_TO_MONTH = r"\s*(?:[-–—]|to|through|thru|until|till)\s*(?:(?:late|early|mid)[\s-]+)?"
_BARE_MONTH = re.compile(
    rf"(?:\b(?:in|since|until|till|through|from|to|for|by|of|last|this|next|and|between)\s+(?:(?:late|early|mid)[\s-]+)?|[–—-]\s?)(?P<m>{_MONTH_NAMES})"
    rf"\b(?!\s*(?:\d|,\s*(?:19|20)\d\d|['’]\d\d))|\b(?P<m2>{_MONTH_NAMES})(?={_TO_MONTH}{_MONTH_NAMES}\b)"
)
_TILL = re.compile(r"\s*(?:to|until|till|through|thru|and|[-–—~〜～至到])\s*(?:(?:late|early|mid)[\s-]+)?", re.I)
_SEASON = re.compile(
    r"\b(?P<s>winter|spring|summer|fall|autumn)(?:\s+(?:anime\s+)?(?:season|cour|lineup))?(?:\s+of)?,?\s+(?P<y>(?:19[6-9]|20[0-4])\d)\b"
    r"|\b(?P<y2>(?:19[6-9]|20[0-4])\d)(?:'s|’s)?\s+(?P<s2>winter|spring|summer|fall|autumn)\b"
    r"|\b(?P<s4>winter|spring|summer|fall|autumn)\s+(?:of\s+)?['’‘](?P<y4>\d\d)\b"
    r"|(?P<y3>(?:19[6-9]|20[0-4])\d)\s*年?\s*(?P<s3>冬|春|夏|秋|1月|4月|7月|10月)(?:アニメ|季|クール|期|番|新番)",
    re.I,
)
_SEASON_OF = {
    "winter": "WINTER", "spring": "SPRING", "summer": "SUMMER", "fall": "FALL", "autumn": "FALL", "冬": "WINTER",
    "春": "SPRING", "夏": "SUMMER", "秋": "FALL", "1月": "WINTER", "4月": "SPRING", "7月": "SUMMER", "10月": "FALL",
}  # fmt: skip
_DIGITS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_NUMBERS = {
    word: index
    for index, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
        ]
    )
} | {"a": 1, "an": 1, "couple of": 2, "dozen": 12, "a dozen": 12, "two dozen": 24, "half a dozen": 6}
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60}
_NUMBERS |= _TENS | {f"{ten}-{word}": value + _NUMBERS[word] for ten, value in _TENS.items() for word in _DIGITS}
_HAN = {char: index for index, char in enumerate("〇一二三四五六七八九十")} | {"两": 2, "兩": 2, "半": 0}
NUMBER = r"(?:\d{1,4}|a couple of|" + "|".join(sorted((w for w in _NUMBERS if len(w) > 2), key=len, reverse=True)) + ")"


class Said(msgspec.Struct, frozen=True):
    """A date in a text. `season` is set (`FALL 2020`) where a season of the year was named; `date` is then its year.
    `guessed`: the year was not written and follows from the text around."""

    start: int
    end: int
    date: FuzzyDate
    season: str | None = None
    guessed: bool = False

    @property
    def value(self) -> str:
        return self.season or self.date.iso()


def number(words: str) -> int | None:
    """The number that `words` spell in digits, English or Han characters; None when they spell none."""
    words = " ".join(words.casefold().split()).removeprefix("a ") if words.casefold().startswith("a couple") else words
    text = words.casefold().strip()
    if text.isdecimal():
        return int(text)
    if text in _NUMBERS:
        return _NUMBERS[text]
    if text and all(char in _HAN for char in text):
        tens, ten, units = text.partition("十")
        if ten:
            return (_HAN[tens] if tens else 1) * 10 + (_HAN[units] if units else 0) if len(tens + units) <= 2 else None
        return _HAN[text] if len(text) == 1 else None
    return None


def _month(text: str) -> int | None:
    if text.isdecimal():
        return int(text)
    return _MONTH_OF.get(text.casefold()[:3])


def dates(text: str, *, year: int | None = None) -> list[Said]:
    """Dates and seasons of the year in `text`, in order, not overlapping; the finer reading wins. `year` is taken for
    a day or month without one; without it such dates are left out."""
    found: list[Said] = []
    taken = bytearray(len(text))

    def add(start: int, end: int, date: FuzzyDate | None, season: str | None = None, *, guessed: bool = False) -> None:
        if date is not None and not any(taken[start:end]):
            found.append(Said(start, end, date, season, guessed))
            taken[start:end] = b"\x01" * (end - start)

    for hit in _SEASON.finditer(text):
        name = _SEASON_OF[(hit["s"] or hit["s2"] or hit["s3"] or hit["s4"]).casefold()]
        short = int(hit["y4"] or 0)
        when = int(hit["y"] or hit["y2"] or hit["y3"] or (1900 + short if short >= 60 else 2000 + short))
        add(hit.start(), hit.end(), FuzzyDate(when), f"{name} {when}")
    for pattern in _PATTERNS:
        for hit in pattern.finditer(text):
            parts = hit.groupdict()
            if "a" in parts:
                add(hit.start(), hit.end(), _slashed(int(parts["a"]), int(parts["b"]), int(parts["y"])))
                continue
            written = parts.get("y")
            if parts.get("yy"):
                short = int(parts["yy"])
                written = str(1900 + short if short >= 60 else 2000 + short)
            when_year = int(written) if written else year
            month = _month(parts["m"])
            if when_year is None or month is None:
                continue
            day = int(parts["d"]) if parts.get("d") else None
            add(hit.start(), hit.end(), _fuzzy(when_year, month, day), guessed=not written)
    if year is not None:
        for hit in _BARE_MONTH.finditer(text):
            name = "m" if hit["m"] else "m2"
            add(hit.start(name), hit.end(name), _fuzzy(year, _month(hit[name]), None), guessed=True)
    for hit in _YEAR.finditer(text):
        add(hit.start(), hit.end(), FuzzyDate(int(re.sub(r"\D", "", hit.group())[:4])))
    found.sort(key=lambda said: said.start)
    return [
        _in_range(said, found[place + 1], text) if said.guessed and place + 1 < len(found) else said
        for place, said in enumerate(found)
    ]


def _in_range(said: Said, last: Said, text: str) -> Said:
    """The first day of a range whose year is only written at its last: `July 6 – September 28, 2014`."""
    date, year = said.date, last.date.year
    if last.guessed or last.season is not None or year is None or not _TILL.fullmatch(text[said.end : last.start]):
        return said
    later = date.month is not None and last.date.month is not None and date.month > last.date.month
    return msgspec.structs.replace(said, date=FuzzyDate(year - later, date.month, date.day), guessed=False)


def _fuzzy(year: int, month: int | None, day: int | None) -> FuzzyDate | None:
    try:
        return FuzzyDate(year, month, day)
    except ValueError:
        return None


def _slashed(a: int, b: int, year: int) -> FuzzyDate | None:
    """`10/8/2020` may be two days: then only the year is certain."""
    if a > 12:
        return _fuzzy(year, b, a)
    if b > 12 or a == b:
        return _fuzzy(year, a, b)
    return FuzzyDate(year)


def span_of(season: str) -> tuple[dt.date, dt.date]:
    """First and last day of `FALL 2020`."""
    name, _, year = season.partition(" ")
    quarter = SEASONS.index(name)
    start = dt.date(int(year), 3 * quarter + 1, 1)
    end = dt.date(int(year) + quarter // 3, (3 * quarter + 3) % 12 + 1, 1) - dt.timedelta(days=1)
    return start, end


_BYLINE = re.compile(
    r"publish|posted|updated|written|(?:^|[|·•–—-]\s*)by\b|date:|投稿|公開日|更新|発表日|发布|發布|日期(?!推算|未定|不明)",
    re.I,
)


# "This page tells what could be known by 25 April 2026."
_OWN_DAY = re.compile(
    r"\bthis (?:page|article|post|guide)\b[^.\n]{0,60}?\b(?:by|as of|on) (?P<en>[^.;\n]{6,20})"
    r"|この(?:ページ|記事)は(?P<ja>[^。\n]{6,14}?)の?時点|本(?:页|頁|文)[^。\n]{0,10}?截至(?P<zh>[^。，\n]{6,14})",
    re.I,
)


def stated_day(document: Document) -> dt.date | None:
    """The day that an article says is its own, or that stands over or under it: alone on a short line, or beside a
    byline's words."""
    for own in _OWN_DAY.finditer(document.text):
        for said in dates(own["en"] or own["ja"] or own["zh"]):
            if said.date.exact:
                return said.date.exact
    blocks = [*document.blocks[:6], *document.blocks[-2:]]
    for block in blocks:
        words = document.words(block)
        if len(words) > 120:
            continue
        for said in dates(words):
            rest = words[: said.start] + words[said.end :]
            near = f"{words[max(0, said.start - 25) : said.start]} | {words[said.end : said.end + 8]}"
            if said.date.exact and (len(rest.strip(" .,|-–—()（）:：")) < 12 or _BYLINE.search(near)):
                return said.date.exact
    return None


_AGO = re.compile(
    rf"\b(?:(?:just|only|about|around|nearly|almost|over|more than|exactly|some)\s+)*(?P<n>{NUMBER}|an?|a few|several)(?P<h1>\s+and\s+a\s+half)?\s+(?P<u>year|month|week|decade)s?(?P<g1>\s+and\s+a\s+half)?\s+(?:ago|have\s+(?:now\s+|already\s+)?(?:passed|gone\s+by|elapsed)|has\s+(?:passed|gone\s+by))\b"
    rf"|\b(?:it(?:'s|’s| has| is)|has) (?:now )?(?:already )?been\s+(?:(?:just|only|about|around|nearly|almost|over|more than|exactly)\s+)*(?P<n2>{NUMBER}|an?)(?P<h2>\s+and\s+a\s+half)?\s+(?P<u2>year|month|week|decade)s?(?P<g2>\s+and\s+a\s+half)?\b"
    rf"|\b(?P<last>last|earlier this|this)\s+(?P<u3>year|month|week)\b"
    r"|(?P<n4>\d{1,2}|[一二三四五六七八九十两])\s*(?P<u4>年|か月|ヶ月|个月|個月|週間)(?:ほど|くらい|以上|多)?(?:前|以前|之前)"
    r"|(?P<l5>昨年|去年|今年)",
    re.I,
)
_BARE_LENGTH = re.compile(
    rf"(?<![\w-])(?P<n>{NUMBER}|an?|half a)(?P<h>\s+and\s+a\s+half)?[\s-]+(?:full\s+|long\s+|whole\s+)?(?P<u>year|month|week|decade)s?\b(?P<g>\s+and\s+a\s+half)?(?![\s-]+(?:ago|passed)\b)",
    re.I,
)
_AHEAD = re.compile(
    r"\b(?:for|in|within|wait\w*|another|next|every|per|at least|under|over the next|after|each|took|takes|take)\s+(?:(?:about|around|nearly|almost|the|a|over|another|more than)\s+)*$",
    re.I,
)
_UNITS = {"year": 12.0, "decade": 120.0, "month": 1.0, "week": 7 / 30.4375, "年": 12.0, "か月": 1.0, "ヶ月": 1.0, "个月": 1.0,
          "個月": 1.0, "週間": 7 / 30.4375}  # fmt: skip


class Ago(msgspec.Struct, frozen=True):
    """`one year ago`. `months` before the article, or `years`: this many calendar years before it (`last year` is 1)."""

    start: int
    end: int
    months: float | None
    unit: float  # months that the unit named has: how coarse the statement is
    years: int | None = None
    # The words alone do not say from when it is counted: `ten years old`, `three months after the last episode`.
    loose: bool = False

    @property
    def value(self) -> str:
        if self.years is not None:
            return "the year before the article" if self.years else "the year of the article"
        months = self.months or 0.0
        if self.unit >= 12 or (months >= 24 and months % 12 == 0):
            count = round(months / 12)
            return f"{count} year{'s' if count != 1 else ''} before article"
        count = round(months) if self.unit >= 1 else round(months * 30.4375 / 7)
        noun = "month" if self.unit >= 1 else "week"
        return f"{count} {noun}{'s' if count != 1 else ''} before article"


def lengths(text: str) -> Iterator[Ago]:
    """Lengths of time back from the article's day."""
    for hit in _AGO.finditer(text):
        if hit["last"] or hit["l5"]:
            named = (hit["last"] or hit["l5"]).casefold()
            if hit["u3"] and hit["u3"].casefold() != "year":
                if named == "last":
                    yield Ago(
                        hit.start(), hit.end(), _UNITS[hit["u3"].casefold()], _UNITS[hit["u3"].casefold()], loose=True
                    )
                continue
            if named != "this":
                yield Ago(hit.start(), hit.end(), None, 12.0, 1 if named in ("last", "昨年", "去年") else 0)
            continue
        unit = _UNITS[(hit["u"] or hit["u2"] or hit["u4"]).casefold()]
        count = number(hit["n"] or hit["n2"] or hit["n4"])
        half = 0.5 if any(hit[name] for name in ("h1", "g1", "h2", "g2")) else 0.0
        if count:
            yield Ago(hit.start(), hit.end(), (count + half) * unit, 1.0 if half and unit >= 12 else unit)
    for hit in _BARE_LENGTH.finditer(text):
        count = number(hit["n"])
        if not count or _AHEAD.search(text[max(0, hit.start() - 40) : hit.start()]) or hit["n"].casefold() == "half a":
            continue
        unit, half = _UNITS[hit["u"].casefold()], 0.5 if hit["h"] or hit["g"] else 0.0
        yield Ago(hit.start(), hit.end(), (count + half) * unit, 1.0 if half and unit >= 12 else unit, loose=True)
