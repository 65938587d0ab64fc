"""Claims that name people or studios."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from nextcour.articles.claim import Claim, Kind
from nextcour.articles.roles import AUTHOR, DIRECTOR, STAFF
from nextcour.articles.scope import Scopes

_SOURCE_NEAR = re.compile(
    r"\b(?:manga|novel|light novel|webtoon|manhwa|comic|book|source|game|original (?:work|story))s?\b|漫画|小説|小说|原作",
    re.I,
)
_ANIME_SCRIPT = re.compile(r"\b(?:script|screenplay|series composition|episodes?)\b", re.I)
_NO_NAME = re.compile(
    r"制作|製作|改[编編]|动画|動画|動畫|アニメ|する|した|される|人気|人气|同名|原作|作品|漫画|小[说説]|季$|期$|月|日"
)
_TRAIL = re.compile(r"\s+(?:At|Of|And|Who|Was|Is|In|Joins?|Returns?|Directed|Directs)$")
_JOINED = re.compile(r"^\s*(?:,\s*|\s+and\s+|、|と|和|＆|&)\s*$")


def people_claims(words: str, scopes: Scopes, named_shows: Callable[[str], bool]) -> Iterator[Claim]:
    """Directors, other staff and authors. `named_shows` says whether words are the title of a show."""
    taken: list[tuple[int, int]] = []

    def claim(kind: Kind, value: str, start: int, end: int) -> Claim:
        return scopes.claim(kind, value, start, end)

    def free(hit: re.Match[str]) -> bool:
        start, end = hit.span("name")
        name = hit["name"]
        if any(start < b and a < end for a, b in taken) or named_shows(name) or not 2 <= len(name) <= 60:
            return False
        if name.isascii() and len(name.split()) == 1 and len(name) < 3:
            return False
        if not name.isascii() and (len(name) > 12 or _NO_NAME.search(name)):
            return False
        taken.append((start, end))
        return True

    for role, pattern in STAFF:
        for hit in pattern.finditer(words):
            if free(hit):
                yield claim(Kind.STAFF, f"{role}: {_tidy(hit['name'])}", hit.start(), hit.end("name"))
    for pattern in DIRECTOR:
        for hit in pattern.finditer(words):
            if free(hit):
                yield claim(Kind.DIRECTOR, _tidy(hit["name"]), hit.start(), hit.end("name"))
    for pattern in AUTHOR:
        for hit in pattern.finditer(words):
            near = words[max(0, hit.start() - 80) : hit.end() + 40]
            of_anime = _ANIME_SCRIPT.search(near) or not re.search(r"[Cc]reat|[Aa]uthor|原作|作者", hit.group())
            if of_anime and not _SOURCE_NEAR.search(near):
                if re.search(r"written|penned", hit.group(), re.I) and free(hit):
                    yield claim(Kind.STAFF, f"script: {_tidy(hit['name'])}", hit.start(), hit.end("name"))
                continue
            if free(hit):
                start = (
                    hit.start("name")
                    if hit["name"] == words[hit.start() : hit.start() + len(hit["name"])]
                    else hit.start()
                )
                yield claim(
                    Kind.AUTHOR, _tidy(hit["name"]), start, hit.end() if start == hit.start("name") else hit.end("name")
                )


def _tidy(name: str) -> str:
    return _TRAIL.sub("", name.strip(" .,、，")).strip()


_STUDIO_WORDS = re.compile(
    r"\banimat(?:ed|es|ing|ion|or|ors)\b|\bproduc(?:ed|es|ing|tion|er)\b|\bstudios?\b|\bmade by\b|\bhandl(?:ed|es|ing)\b|\bbehind\b|\badapted\b|\bcreated by\b"
    r"|\bworks? (?:on|by)\b|\bcourtesy of\b|\bbrought to\b|制作|製作|アニメーション|出品|スタジオ|打造|操刀|承制",
    re.I,
)
_UNKNOWN_STUDIO = re.compile(
    r"\b(?:[Aa]nimated|[Aa]nimation (?:is |was )?(?:handled |produced |done )?|[Pp]roduced|[Aa]nimation production)\s+by\s+(?:the\s+)?(?:animation\s+)?(?:[Ss]tudios?\s+)?(?P<name>[A-Z][\w.\-'&]*(?:\s+[A-Z][\w.\-'&]*){0,3})"
    r"|\b(?P<name2>[A-Z][\w.\-']*(?:\s+[A-Z][\w.\-']*){0,2})\s+(?:[Ss]tudios?|Animation|Animations)\b|\b[Ss]tudio\s+(?P<name3>[A-Z][\w.\-']*(?:\s+[A-Z][\w.\-']*)?)"
)
_NO_STUDIO = re.compile(
    r"^(?:The|This|That|Its|Their|A|An|Anime|Animation|Japanese|Same|Both|Other|Another|Original|Which|What|Weekly)$"
)
_ELSEWHERE = re.compile(
    r"\b(?:known for|famous for|best known|also (?:made|behind|produced|worked)|behind (?:hits|shows|such)|who (?:also )?(?:made|gave)|whose (?:previous|other)|same studio)\b",
    re.I,
)
_DENIED = re.compile(r"\b(?:not|never|n['’]t|nor)\W+(?:\w+\W+){0,4}$", re.I)
_MADE = re.compile(
    r"\s*(?:[’']s?\s+(?:\w+[\s-]+){0,4}?(?:anime|adaptation|series|show|drama|episodes?|hit|thriller|comedy|film|take|version|production|original|story|masterpiece|work|\d)|(?:then |also |once again |again )?(?:gave|made|made this|took|brought|delivered|did|made all|crafted|adapted|animat\w+|produc\w+|handl\w+)\b|(?:show|anime|series|production|original|adaptation)\b)",
    re.I,
)
_PARTNER = re.compile(
    r"(?:\s+[Ss]tudios?)?\s*(?:,|\band\b|&|\bwith\b)\s+(?P<name>[A-Z][\w.\-']*(?:\s+[A-Z][\w.\-']*){0,3})"
)
WORDS_TOO = frozenset({"drive", "bridge", "connect", "arms", "actas", "brain", "clap", "blade", "a-1", "gallop", "nut", "passione", "trigger", "bones", "silver", "seven",
                       "satelight", "zero-g", "yumeta", "orange", "polygon", "gainax", "shaft", "feel", "lay-duce", "lerche", "madhouse", "platinum vision", "dle", "dax"})  # fmt: skip


def studio_claims(
    words: str,
    scopes: Scopes,
    known: re.Pattern[str],
    canonical: Callable[[str], str | None],
) -> Iterator[Claim]:
    """Studios. `known` finds every name and spelling that the tables have."""
    taken: list[tuple[int, int]] = []
    for hit in known.finditer(words):
        name = hit.group()
        mentions = scopes.mentions_at(hit.start(), hit.end())
        studio = canonical(name)
        if mentions or studio is None or not _means_studio(words, hit):
            continue
        taken.append((hit.start(), hit.end()))
        if _DENIED.search(words[: hit.start()][-60:]):
            continue
        if _ELSEWHERE.search(words[max(0, hit.start() - 30) : hit.end() + 25]) and not re.search(
            r"\b(?:animated|produced) by\b", words[max(0, hit.start() - 30) : hit.start()], re.I
        ):
            continue
        start, end = _around(words, hit)
        yield scopes.claim(Kind.STUDIO, name, start, end, at=hit.span())
        partner = _PARTNER.match(words, hit.end())
        if (
            partner is not None
            and canonical(partner["name"]) is None
            and words[:start].rstrip().endswith("by")
            | words[start:].lower().startswith(("adapted", "animated", "produced"))
        ):
            first, last = partner.span("name")
            if not scopes.mentions_at(first, last) and not known.match(words, first):
                taken.append((first, last))
                yield scopes.claim(Kind.STUDIO, partner["name"], first, last, at=hit.span())
    for hit in _UNKNOWN_STUDIO.finditer(words) if _STUDIO_WORDS.search(words) else ():
        group = next(g for g in ("name", "name2", "name3") if hit[g])
        start, end = hit.span(group)
        name = re.sub(r"\s+(?:And|In|At|For|Studios?)$|[’']s$", "", hit[group]).rstrip(".,")
        if any(a < end and start < b for a, b in taken) or _NO_STUDIO.match(name) or scopes.mentions_at(start, end):
            continue
        yield scopes.claim(Kind.STUDIO, name, *hit.span(), at=(start, end))


def _means_studio(words: str, hit: re.Match[str]) -> bool:
    """A name that is a word too (Bones, Drive) has to stand beside a word for studios, capitals and all."""
    name = hit.group()
    before, after = words[max(0, hit.start() - 48) : hit.start()], words[hit.end() : hit.end() + 40]
    if (
        name.isascii()
        and not name[0].isupper()
        and not name[0].isdigit()
        and name not in ("ufotable", "feel.", "asread.", "domerica", "david production")
    ):
        return False
    beside = re.search(
        r"\b(?:by|studios?|at|from|animators? at|behind|of)\s+(?:the\s+|animation\s+|studio\s+|both\s+)*$|(?:制作|スタジオ|由|は|の|：|:|公司)\s*$|(?:\band|,|、|と|和|&|＆|与)\s*$",
        before,
        re.I,
    )
    if beside and (name.casefold() not in WORDS_TOO or _STUDIO_WORDS.search(before + " " + after)):
        return True
    if re.match(
        r"\s*(?:studios?\b|animation\b|\(?(?:which |who )?(?:has |had |will |is |was |also |once again |again )*(?:animat|produc|handl|return|made|adapt|took|back|creat|behind|continu|do|responsible|in charge|drew|drawn|the (?:animation )?studio|on board)|(?:が|社)?(?:制作|製作|负责|承制|担当|操刀))",
        after,
        re.I,
    ):
        return True
    if _MADE.match(after):
        return True
    return name.casefold() not in WORDS_TOO and bool(re.search(r"animat|studio|produc|制作|製作", before + after, re.I))


def _around(words: str, hit: re.Match[str]) -> tuple[int, int]:
    before = re.search(
        r"(?:\b(?:animated|produced|made|created|adapted|adapted into an anime(?: \w+)?|handled|animation|production|brought to life|studio)(?:\s+\w+){0,2}\s+(?:by|at|from)?\s*(?:the\s+)?(?:animation\s+)?(?:studios?\s+)?|\b[Ss]tudio\s+|制作(?:は|会社は|：|:)?|由)$",
        words[: hit.start()],
    )
    after = re.match(
        r"\s*(?:[Ss]tudios?\b|(?:が)?(?:制作|製作|负责制作)|\s+(?:animated|produced|handled|returns?)\b)",
        words[hit.end() :],
    )
    return before.start() if before else hit.start(), hit.end() + (after.end() if after else 0)
