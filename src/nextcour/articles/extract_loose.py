"""What may be a claim by its words, and is one where the facts agree.

Articles say the same in endless ways ("took its bow on June 29", "Kensuke Ushio scored it on a piano"). A day, a name or
a number that fits the show's facts in the very place is taken for a claim about them, and found right or near. One that
fits nothing is left out: the words do not say enough to call it wrong (`Claim.loose`, `articles/check.py`)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import msgspec

from nextcour.articles.claim import MOVIE, WHOLE, Claim, Kind
from nextcour.articles.dates_read import NUMBER, dates, number
from nextcour.articles.extract_people import WORDS_TOO
from nextcour.articles.hedges import hedge_near
from nextcour.articles.roles import CJK_WORD_NAME, LATIN_NAME, SERVICE
from nextcour.articles.scope import Scopes

_NAME = re.compile(rf"(?<![\w’'-])(?P<name>{LATIN_NAME})")
_COUNT = re.compile(
    rf"(?<![\w.,:-])(?P<n>{NUMBER})(?![\w.,:-]*\d)(?=[\s-]+(?:\w+[\s-]+){{0,2}}?episodes?\b|[\s-]+(?:\w+\s+)?(?:parts|shorts|chapters)\b)"
    rf"|\b(?:had|has|got|gave us|counts?|needed|lasted|ran|runs)\s+(?:(?:just|only|all|of|for|a|mere|its)\s+)*(?P<n2>{NUMBER})(?=\s*(?:[.,;!)]|and\b|in all|altogether|$))"
    r"|\b(?P<o>\d{1,3}(?:st|nd|rd|th)|tenth|eleventh|twelfth|thirteenth)(?:(?:\s+and|,)\s+(?:last|final))?\s+(?:episode\b|chapter\b(?=[^.]{0,40}\b(?:aired|shown|broadcast|screened))|and\s+(?:last|final)\b)"
    r"|(?P<k>\d{1,4})\s*[話话集回]",
    re.I,
)
_ORDINALS = {"tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13}
_SEASONS = re.compile(
    rf"\b(?:(?P<n>{NUMBER}|a single|the one)\s+(?:(?:tv|anime|full|complete|whole|main)\s+)*(?:seasons?|series|outings?|instal+ments?|entries)\b(?!\s+\d|\s+(?:ago|later|off|break))"
    r"|(?<![第\d])(?P<k>[一二三四五六七八两\d])\s*(?:季|シーズン|作))",
    re.I,
)
_NOT_SEASONS = re.compile(r"\b(?:every|season|next|another|last|past|first|first of|more)\s+$|第\s*$", re.I)
_DIRECTS = re.compile(r"\bdirect\w*|\bhelm\w*|\bat the wheel\b|監督|导演|導演", re.I)
_WRITES_SOURCE = re.compile(
    r"\b(?:manga(?:ka)?|novels?|novelist|author|creator|books?|comics?|source|webtoon)\b|漫画|小説|小说|原作", re.I
)
_STAFF = (
    ("composer", re.compile(r"\b(?:music\w*|scores?|scored|soundtrack|compos\w+|songs?|OST)\b|音楽|音乐", re.I)),
    ("series composition", re.compile(r"\b(?:scripts?|wrote|writ\w+|screenplay|scenario|series composition|penned|books? into)\b|脚本", re.I)),
    ("character design", re.compile(r"\b(?:design\w*|characters?|drew|drawn|looks?|faces?|noses?)\b|キャラ|人设", re.I)),
)  # fmt: skip
_TV = re.compile(r"\b(?:tv|television|screens?|anime|aired?|air)\b", re.I)
_NO_STREAM = re.compile(r"\b(?:not|never|left|removed|unlike|no longer)\b|n['’]t\b", re.I)


# In a text without capitals only what stands right beside a role can be a name.
_LOWER_NAMES = (
    re.compile(
        r"(?<![\w’'-])(?P<name>[a-z]{2,} [a-z]{3,})(?=\s+(?:directed|wrote|composed|scored|designed|drew|penned|helmed|did the (?:music|score|characters)|was the director|returns|directs)\b)"
    ),
    re.compile(r"\b(?:by|director|composer|music by)\s+(?P<name>[a-z]{2,} [a-z]{3,})(?=\s*(?:[.,;)&]|$|\band\b))"),
)


def loose_claims(
    words: str,
    scopes: Scopes,
    year: int | None,
    studios: re.Pattern[str],
    canonical: Callable[[str], str | None],
) -> Iterator[Claim]:
    """Days, people, studios, numbers and services of `words`, a sentence, in whatever phrase they stand."""

    def claim(
        kind: Kind, value: str, start: int, end: int, *, installment: bool = True, guessed: bool = False
    ) -> Claim:
        made = scopes.claim(kind, value, start, end, guessed=guessed, loose=True)
        if installment or made.installment == MOVIE:
            return made if installment else msgspec.structs.replace(made, part=None)
        return msgspec.structs.replace(made, installment=None, part=None)

    def title(start: int, end: int) -> bool:
        return scopes.mentions_at(start, end)

    found = dates(words, year=year)
    for said in found:
        if title(said.start, said.end) or hedge_near(words, said.start, said.end):
            continue
        start = _clause_start(words, said.start)
        if said.season is not None:
            yield claim(Kind.SEASON, said.season, start, said.end)
        elif said.date.month is None:
            if _TV.search(words[start : said.start]):
                yield claim(Kind.FIRST_AIR_DATE, said.value, start, said.end)
        else:
            for kind in (Kind.FIRST_AIR_DATE, Kind.FINALE):
                yield claim(kind, said.value, start, said.end, installment=said.date.day is None, guessed=said.guessed)
    for hit in _COUNT.finditer(words):
        said_number = hit["n"] or hit["n2"] or hit["k"]
        ordinal = (hit["o"] or "").casefold()
        count = number(said_number) if said_number else _ORDINALS.get(ordinal) or int(re.sub(r"\D", "", ordinal) or 0)
        if count and count >= 3 and not any(one.start < hit.end() and hit.start() < one.end for one in found):
            tail = re.match(r"[\s-]*(?:\w+[\s-]+){0,2}?episodes?\b", words[hit.end() :])
            yield claim(Kind.EPISODES, str(count), hit.start(), hit.end() + (tail.end() if tail else 0))
    for hit in _SEASONS.finditer(words):
        if _NOT_SEASONS.search(words[: hit.start()]) or hedge_near(words, hit.start(), hit.end()):
            continue
        said_number = (hit["n"] or hit["k"]).casefold()
        count = 1 if said_number in ("a single", "the one", "one") else number(said_number)
        if count:
            made = claim(Kind.INSTALLMENTS, str(count), hit.start(), hit.end())
            yield msgspec.structs.replace(made, installment=WHOLE, part=None)
    for hit in studios.finditer(words):
        name = hit.group()
        capital = name[0].isupper() or name[0].isdigit() or not name.isascii() or name == "ufotable"
        lower = words.islower() and name.casefold() not in WORDS_TOO
        if (capital or lower) and canonical(name) is not None and not title(hit.start(), hit.end()):
            yield claim(Kind.STUDIO, name, hit.start(), hit.end())
    for hit in SERVICE.finditer(words):
        if not _NO_STREAM.search(words[max(0, hit.start() - 40) : hit.start()]):
            yield claim(Kind.PLATFORM, hit.group(), _clause_start(words, hit.start()), hit.end())
    for pattern in (_NAME, CJK_WORD_NAME, *(_LOWER_NAMES if words.islower() else ())):
        for hit in pattern.finditer(words):
            name = hit["name"]
            if title(*hit.span("name")) or SERVICE.fullmatch(name):
                continue
            kind, role = _role(words, hit.start("name"), hit.end("name"))
            start, end = _phrase(words, hit.start("name"), hit.end("name"))
            if name.isascii() and " " not in name:
                whole = scopes.surnames.get(name)
                if whole is None or role == "staff":
                    continue
                name = whole  # only the surname, of somebody named before
            elif name.isascii():
                scopes.surnames[name.split()[-1]] = name
            value = f"{role}: {name}" if kind is Kind.STAFF else name
            yield claim(kind, value, start, end, installment=False)


def _role(words: str, start: int, end: int) -> tuple[Kind, str]:
    """The role that stands nearest to a name: after it in its clause, or else before it."""
    after = re.split(r"[,;，；]|\bwhile\b", words[end : end + 90])[0]
    before = words[max(0, start - 60) : start]
    for near in (after, before):
        hits: list[tuple[int, int, Kind, str]] = []
        for rank, (kind, role, pattern) in enumerate(_roles()):
            for hit in pattern.finditer(near):
                gap = hit.start() if near is after else len(near) - hit.end()
                hits.append((gap, rank, kind, role))
        if hits:
            return min(hits)[2:]
    return Kind.STAFF, "staff"


def _roles() -> Iterator[tuple[Kind, str, re.Pattern[str]]]:
    yield Kind.DIRECTOR, "", _DIRECTS
    yield Kind.AUTHOR, "", _WRITES_SOURCE
    for role, pattern in _STAFF:
        yield Kind.STAFF, role, pattern


def _phrase(words: str, start: int, end: int) -> tuple[int, int]:
    """The words around a name that say what it did, up to the next comma."""
    stop = re.search(r"[,;，；。]|\b(?:while|but)\b", words[end:])
    return start, end + (stop.start() if stop else len(words) - end)


def _clause_start(words: str, at: int) -> int:
    return max((m.end() for m in re.finditer(r"[;,，、。]\s*(?:and\s+)?", words[: max(0, at - 12)])), default=0)
