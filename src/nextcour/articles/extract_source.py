"""Claims about what an anime was made from, and which of the two came first."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from nextcour.articles.claim import Claim, Kind
from nextcour.articles.roles import MATERIAL
from nextcour.articles.scope import Scopes

_ANY = "|".join(pattern for name, pattern in MATERIAL if name != "ORIGINAL")
_FROM = re.compile(
    rf"\b(?P<t>(?:based|bases itself) (?:up)?on|adapted from|adapts|adapting|adaptation of|adaption of|taken from|inspired by|stems from|originat\w+ (?:as|from|in)|began (?:life )?as|started (?:out )?as|first came in|c[oa]mes? from|(?:it|this|show|series|anime|one)(?:[’']s| is| was)(?: (?:all|itself|originally|actually))? from|hails? from|lifted from|built (?:up)?on|grew out of|sprang from|born (?:as|out of|from)|brings?(?= [^.;,]{3, 60} to (?:the )?(?:screen|tv|television|life))|draws? (?:from|on)|drawn from|(?:has|have|had) its roots in|takes? its (?:\w+ )?(?:story|plot|cue|tale|premise|name) from|is that of|set in the world of|adapted(?= the\b)"
    rf"|follows|covers|faithful to|turned from|an? anime (?:version|adaptation) of)\s+(?P<gap>(?:(?!\b(?:anime|season|television|original anime|had|has|have|is|was|were|are)\b)[^.;,]){{0,70}}?)\b(?P<m>{_ANY})\b"
    rf"|\b(?:(?<=\ba )|(?<=\ban )|(?<=\bThis )|(?<=\bthis ))(?P<m8>{_ANY})\s+adaptation\b(?! (?:of|by))|\b(?P<m9>{_ANY})\s+(?:that|which)\s+(?:it|the (?:anime|show|series))\s+(?:adapts|is based on|comes from)|\b(?:books|volumes|originals) (?:are|were) (?P<m10>{_ANY})\b|\b(?P<m2>{_ANY})(?:\s+(?:series|of the same name))*\s+(?:(?:it|the (?:show|anime|series)) is based on|was adapted into an? anime|got an? anime|received an? anime|inspired the anime)"
    rf"|\b(?:source(?: (?:material|work))?|original work|original (?=manga|light novel|novel|visual novel|game))(?:\s+(?:is|was|being|of the (?:anime|show|series)(?: is)?))?,?\s*(?:an?\s+|the\s+)?(?:\w+\s+){{0,2}}?(?P<m3>{_ANY})\b"
    rf"|(?P<m4>{_ANY})(?:を|が)?(?:原作|アニメ化)|原作(?:は|となる|の)(?:\S{{0,20}}?)(?P<m5>{_ANY})|(?:改编自|改編自|根据|根據|基于)\S{{0,30}}?(?P<m6>{_ANY})|(?P<m7>{_ANY})改[编編](?:的|而来|而來|(?:[\u3400-\u9fff]{{0,6}}(?:动画|動畫)|OVA))",
    re.I,
)
_POSSESSIVE = re.compile(
    rf"\b(?:[A-Z][\w'’-]+\s+)?[A-Z][\w-]+[’']s\s+(?:(?:hit|popular|beloved|best-selling|bestselling|award-winning|acclaimed|original|long-running|smash-hit|ongoing)\s+)*(?P<m>{_ANY})\b",
    re.I,
)
_ORIGINAL = re.compile(
    r"\b(?:(?!the original (?:work|story|title|creation)\b)(?:an?|fully|completely|wholly|entirely|truly|the|purely)\s+(?:\w+\s+){0,2}?original\s+(?:(?:tv|television|story|science fiction|sci-fi|netflix|japanese|action|mystery|cyberpunk)\s+)*(?:anime|series|story|production|work|show|project|creation|title)"
    r"|anime[\s-]original|original\s+(?:(?:[\w-]+\s+){0,2}anime|OVA)\b|(?:\w+n['’]t|not|never) (?:based on|adapted from|an adaptation of)\s+(?:any(?:thing)?|a|an)\b[^.;,]{0,40}|(?:(?:there (?:is|was|were)|had|has|having) )?(?:no|without (?:an?|any)) (?:source material|source|(?:original |existing |previous )?(?:manga|comics?|novels?|books?|games?|light novels?)(?:,? (?:or|nor) (?:\w+ )?(?:manga|comics?|novels?|books?|games?))?)(?! (?:left|remain\w*|to (?:adapt|cover|animate)|for (?:a|the|more)|yet|any ?more|available|chapters?|volumes?|series is|has|have|will))(?=\s*(?:[.,;:)!–—]|$|(?:behind|before|preced|to (?:draw|go|lean|fall)|existed|came|at all|of any|and|which|that)\w*)))"
    r"|オリジナル(?:[^\s、。「」]{0,8}アニメ|OVA|スペシャル)|原作のない(?:オリジナル\S{0,4}アニメ)?|アニメオリジナル|(?:完全)?オリジナル(?:作品|ストーリー)|原[创創](?:[^\s，。《》]{0,6}(?:动画|動畫)|作品|OVA|特别篇)",
    re.I,
)
_SERVICES = r"Netflix|Crunchyroll|Amazon|Disney|Hulu|Prime|Apple|Funimation|HBO|YouTube"
# "an original", "the CloverWorks original", "an original idea": the noun, not "the original plan".
_AN_ORIGINAL = re.compile(
    r"\b(?:an|[Aa]n? (?:fully|completely|wholly|entirely|purely) )\s*original(?=\s*(?:[.,;:!)—–]|$|(?:idea|concept|by|from|rather|that|which|and|with|instead|not|creation)\b))|オリジナル(?=作|。|、)",
)
_NAMED_ORIGINAL = re.compile(
    rf"\b(?!(?:The|An?|Its|This|That|{_SERVICES})\b)[A-Z][\w.'’-]*(?:\s+(?!(?:{_SERVICES})\b)[\w.'’-]+){{0,2}}\s+original\b(?!\s+(?:manga|novel|light|visual|game|release|run|plan|air|broadcast|soundtrack|creator|author|work|source|cast|staff|web|comic|video|story by|version|series))"
)
_REVERSE = re.compile(
    rf"\b(?P<m>{_ANY})\b[^.;]{{0,60}}?\b(?:is|was|being|are)\s+(?:actually\s+|itself\s+|only\s+|just\s+|in fact\s+)*(?:an?\s+|the\s+)?(?:adaptation|adapted|based|spin-?off|tie-?in|version)\s*(?:of|from|on)?\s+(?:the\s+)?(?:original\s+)?(?:\w+\s+)?(?:anime|tv series|show|tv anime)\b"
    rf"|\b(?P<m2>{_ANY})\s+(?:adaptation|version|spin-?off|tie-?in|series)\s+of\s+(?:the\s+)?(?:original\s+)?(?:tv\s+)?anime\b"
    rf"|\b(?:anime(?: \(ONA\)| film| special)?|show|series|OVA|film|movie)\s+(?:(?:that|which)\s+)?(?:was|has been|also|later|itself|subsequently|then)\s+(?:\w+\s+){{0,2}}?(?:adapted|turned|spun off|made)\s+into\s+an?\s+(?P<m3>{_ANY})"
    rf"|\b(?P<m4>{_ANY})\s+(?:came|followed|was released|began|started)\s+(?:\w+\s+){{0,2}}?after\s+the\s+anime|アニメの(?P<m5>{_ANY})(?:化|版)|アニメを(?P<m6>{_ANY})化|(?P<m7>{_ANY})(?:版)?(?:是|为)(?:根据|由)?(?:动画|動畫)改编|(?:のちに|後に|その後)?(?P<m8>{_ANY})化された[^。]{{0,70}}?(?:アニメ|OVA|スペシャル)|(?:后来|後來|之后|隨後|随后)?(?:被|还被)改[编編](?:成|为|為)(?P<m9>{_ANY})",
    re.I,
)
_FORWARD = re.compile(
    r"\b(?:the story|the (?:manga|novel|light novel|game|comic|story|work))\b[^.;]{0,60}?\b(?:has\s+(?:already\s+)?been|was|were|got|is)\s+(?:later\s+|then\s+|subsequently\s+|already\s+|soon\s+)*(?:adapted|turned|made)\s+into\s+an?\s+(?:tv\s+)?(?:anime|tv series|television)(?:\s+(?:version|series|adaptation|show))?",
    re.I,
)
_ASIDE = re.compile(
    r"\b(?:is|are|was|were|will be|could|might|may|enough|more|left|ongoing|still|read|chapters?|volumes?|sales)\b[^.]{0,30}$|\b(?:spin-?off|stage|live[- ]action)\b",
    re.I,
)


_ANY_MATERIAL = re.compile(rf"\b(?:{_ANY})\b", re.I)
# Words beside a kind of work by which it is the one that the anime was made from.
_MADE_FROM = re.compile(
    r"\b(?:from|adapt\w*|based|basis|source|by|behind|built|turn\w*|original|inspired|follows?|draw[sn]?|story|material|written|penned|animat\w+|gave|bring\w*|brought|supplied|readers?)\b|[’']s\s+(?:\w+[\s-]+){0,3}$",
    re.I,
)
_UNLIKE = re.compile(
    r"(?:\b(?:not|never|no|nor|without|rather than|instead of|unlike|isn['’]t|wasn['’]t|as opposed to|neither|than)|n['’]t)\s+(?:(?:on|from|a|an|any|the|existing|of|based|adapted|made|simply|just|actually|taken)\s+)*$",
    re.I,
)
_BESIDE = re.compile(
    r"\b(?:spin-?offs?|stage|live[- ]action|tie-?in|based on the (?:anime|series|show)|of the anime|from the anime|video from|also got|later got)\b",
    re.I,
)


def material_of(words: str) -> str:
    """The kind of work that `words` name."""
    for name, pattern in MATERIAL:
        if re.fullmatch(pattern, words.strip(), re.I):
            return name
    return "OTHER"


def source_claims(words: str, scopes: Scopes) -> Iterator[Claim]:
    taken: list[tuple[int, int]] = []

    def claim(kind: Kind, value: str, start: int, end: int) -> Claim:
        taken.append((start, end))
        return scopes.claim(kind, value, start, end)

    def free(hit: re.Match[str]) -> bool:
        return not any(a < hit.end() and hit.start() < b for a, b in taken)

    for hit in _REVERSE.finditer(words):
        yield claim(Kind.ADAPTATION, f"{_plain(_group(hit))}_FROM_ANIME", hit.start(), hit.end())
    for hit in _ORIGINAL.finditer(words):
        if free(hit) and not re.search(r"\bnot\s+(?:an?\s+)?$", words[max(0, hit.start() - 8) : hit.start()], re.I):
            yield claim(Kind.SOURCE_MATERIAL, "ORIGINAL", hit.start(), hit.end())
    for hit in _AN_ORIGINAL.finditer(words):
        if free(hit):
            yield claim(Kind.SOURCE_MATERIAL, "ORIGINAL", *hit.span())
    for hit in _NAMED_ORIGINAL.finditer(words):
        if free(hit):
            yield msgspec.structs.replace(claim(Kind.SOURCE_MATERIAL, "ORIGINAL", *hit.span()), loose=True)
    for hit in _FROM.finditer(words):
        if free(hit) and not _UNLIKE.search(words[max(0, hit.start() - 50) : hit.start()]):
            if re.search(r"\b(?:stage|live[- ]action|movie|film)\b", hit.group(), re.I):
                continue
            if (hit["t"] or "").casefold() in ("follows", "covers") and not re.search(
                r"\b(?:the|original|source)\b", hit.group(), re.I
            ):
                continue
            yield claim(Kind.SOURCE_MATERIAL, _plain(_group(hit), keep=True), hit.start(), hit.end())
    for hit in _FORWARD.finditer(words):
        if free(hit):
            work = re.search(_ANY, hit.group(), re.I)
            yield claim(
                Kind.ADAPTATION, f"ANIME_FROM_{_plain(work.group()) if work else 'SOURCE'}", hit.start(), hit.end()
            )
    for hit in _ANY_MATERIAL.finditer(words):
        near = words[max(0, hit.start() - 70) : hit.start()], words[hit.end() : hit.end() + 40]
        if (
            free(hit)
            and (_MADE_FROM.search(near[0]) or _MADE_FROM.search(near[1]))
            and not _UNLIKE.search(near[0])
            and not _BESIDE.search(" ".join(near))
        ):
            start = max(
                (m.start() for m in _MADE_FROM.finditer(words, max(0, hit.start() - 70), hit.start())),
                default=hit.start(),
            )
            made = scopes.claim(Kind.SOURCE_MATERIAL, material_of(hit.group()), start, hit.end())
            yield msgspec.structs.replace(made, loose=True)
    for hit in _POSSESSIVE.finditer(words):
        if (
            free(hit)
            and not scopes.mentions_at(hit.start(), hit.end())
            and re.search(r"\b(?:anime|adaptation|series|adapt|season|show|source)\w*\b", words, re.I)
            and not _ASIDE.search(words[: hit.start()])
        ):
            yield claim(Kind.SOURCE_MATERIAL, _plain(hit["m"], keep=True), hit.start(), hit.end())


def _group(hit: re.Match[str]) -> str:
    return next(value for name, value in hit.groupdict().items() if value and re.fullmatch(r"m\d*", name))


def _plain(words: str, *, keep: bool = False) -> str:
    name = material_of(words)
    return name if keep or name != "WEB_NOVEL" else "NOVEL"
