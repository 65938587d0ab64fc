"""Claims of facts in short form: `Episodes: 24`, `Studio – Bones`, a table's row, a question and its answer.

What a label or a question is about is a topic; what stands behind it is read as a value of that topic."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import msgspec

from nextcour.articles.claim import NEXT, WHOLE, Claim, Kind
from nextcour.articles.dates_read import NUMBER, dates, number
from nextcour.articles.extract_source import material_of
from nextcour.articles.hedges import hedge_near, is_question
from nextcour.articles.roles import LATIN_NAME, MATERIAL, SERVICE
from nextcour.articles.scope import Scopes, number_in

_LABELS = {
    "episodes": r"(?:(?:no\.?|number|total|amount)\s+(?:of\s+)?)?(?:total\s+)?(?:episodes?|eps?\.?|ep\.? count|episode (?:count|number|total))(?:\s+(?:in )?total)?|話数|集数|集數|话数|总集数",
    "studio": r"(?:animation|production|anime)\s+(?:studios?|production|company|by|work)|studios?(?:\(s\))?|animation|animated by|animators?|produced by|production|made by|アニメーション制作|制作会社|制作|动画制作|動畫製作|制作公司",
    "aired": r"aired|original(?:ly)?(?: tv)? (?:run|airing|aired|broadcast|network run)|air(?:ing)? dates?|aired (?:from|between)|broadcast(?: (?:period|dates?|run))?|run|ran|dates?|on air|first run|放送期間|放送|播放期间|播出时间|播出時間",
    "premiere": r"premiere[ds]?(?: (?:date|on))?|release[ds]?|first (?:aired|broadcast|episode|air date|shown)|start(?:ed|s)?(?: date)?|debut(?:ed)?(?: date)?|began|开播|開播|首播|放送開始日?",
    "release": r"release date|released? (?:on|year)|year",
    "finale": r"end(?:ed|s)?(?: date)?|(?:season )?finale(?: date)?|last (?:aired|episode|broadcast|shown)|final (?:episode|broadcast)|concluded|finished|最終回|完结|完結|放送終了",
    "season": r"(?:broadcast |anime |premiere |air(?:ing)? )?season",
    "source": r"(?:original )?source(?: material| work)?|based on|adapted from|original (?:work|material)|adaptation of|原作",
    "director": r"directors?|directed by|direction|監督|导演|導演|监督",
    "music": r"music(?: by)?|composers?|soundtrack|score|音楽|音乐|音樂",
    "script": r"series composition|scripts?|writers?|written by|screenplay|シリーズ構成|脚本|系列构成",
    "design": r"character designs?(?:er)?|キャラクターデザイン|人物设计|人设",
    "author": r"(?:original )?(?:author|creator|mangaka|story)s?(?: by)?|manga by|novels? by|light novels? by|原作者|作者",
    "installments": r"(?:(?:no\.?|number|total)\s+(?:of\s+)?)?seasons(?: so far)?|シーズン数|季数",
    "renewal": r"(?:second|third|fourth|fifth|next|new)\s+season|season\s+(?:\d|two|three|four|five)|s\d|sequel|renewal|renewed|(?:renewal |season \d |current |sequel )?status|continuation|[2-9]期|第[二三四五]季|続編|续集|续作",
    "platform": r"(?:where to )?(?:watch|stream(?:ing|s)?)(?: (?:it )?(?:on|at|service|platform|site)s?)?|available (?:on|at)|(?:streaming )?platforms?|licensed by|配信|播放平台",
}  # fmt: skip
_LABEL = re.compile(
    r"(?:^|[|/;,.•·(]\s*|\s[–—-]\s|[。、；，]\s*)(?:[QA]\s*[:.)]\s*)?(?:\(?(?:season|s)\s*\d+\)?['’]?s?\s+)?(?:"
    + "|".join(f"(?P<{topic}>{pattern})" for topic, pattern in _LABELS.items())
    + r")(?:\s*\((?:season|s)\s*\d+\))?\s*(?:[:：=|]|\s[–—-](?=\s))\s*",
    re.I,
)
_BARE = re.compile(
    r"^\W*(?:" + "|".join(f"(?P<{topic}>{pattern})" for topic, pattern in _LABELS.items()) + r")\s*[:：]?\W*$", re.I
)
_QUESTIONS = (
    ("episodes", r"how many\s+(?:\w+\s+){0,2}(?:episodes|eps|parts)\b|number of episodes|episode count|何話|多少集|几集"),
    ("installments", r"how many\s+(?:\w+\s+){0,2}seasons|何期|几季|多少季"),
    ("studio", r"\b(?:which|what)\s+(?:\w+\s+)?studio|who\s+(?:animat\w+|made|makes|produc\w+|is behind|was behind|did the animation)|制作会社|哪家"),
    ("finale", r"when did\b.*\b(?:end|finish|conclude|wrap)|\blast episode\b"),
    ("aired", r"when (?:did|was|were)\b.*\b(?:start|begin|premiere|air|aired|come out|released?|on|broadcast|debut|shown|out)\b|original run|いつ放送|什么时候播"),
    ("director", r"who(?:'s| is| was)? (?:the )?direct\w*|監督は|导演是"),
    ("music", r"who (?:composed|scored|wrote the (?:music|score)|did the music)"),
    ("source", r"\b(?:based on|adapted from|adapt|source material|an adaptation|an original)\b|原作"),
    ("platform", r"where (?:can|do|to|is|could|should)\b.*\b(?:watch|stream\w*|see|find)\b|どこで見|在哪"),
    ("renewal", r"\b(?:season\s+(?:\d|two|three|four|five)|(?:second|third|fourth|fifth|next|new|another) (?:season|series|run)|(?:any|official) (?:news|word|update)s?|an? (?:second|third|fourth|fifth|sixth|seventh)(?=\s*\?)|sequel|renew\w*|continuation|follow-?up|return|come ?back|be back|more (?:episodes|of)|s[2-9])\b|[2-9]期|第[二三四五]季|続編|续"),
)  # fmt: skip
_ASKED = tuple((topic, re.compile(pattern, re.I)) for topic, pattern in _QUESTIONS)
_NO_RENEWAL = re.compile(r"cancel|worth|\bwhy\b|\bhow\b|\bwhat\b|\bwho\b|\bwhich\b|about\b|\bdubb?|打ち切り|取消", re.I)
# The day up to which something is known is not the day of it.
_KNOWN = re.compile(r"\s*(?:の?時点|までに|现在|現在)")
_KNOWN_BEFORE = re.compile(r"(?:截至|截止|\bas of|\bby)\s*$", re.I)
_ANSWER = re.compile(
    r"^(?:[QA]\s*[:.)]\s*|[-–—]\s*|(?:(?:the )?(?:short|quick|long|simple) (?:answer|version)|answer|tl;?dr|verdict|status)\s*[:：,–—-]\s*)?",
    re.I,
)
_NOT = re.compile(
    r"(?:(?:alas|sadly|unfortunately|well|so far|sorry|officially|as of now|at the moment|currently)?,?\s*)"
    r"(?:no(?=\s*[.,;:!–—(-]|\s*$)|nope\b|nah\b|not (?:yet|announced|confirmed|renewed|so far|at the moment|officially|as of|currently|green-?lit)\b|nothing (?:official|yet|so far|announced|confirmed|has been)\b|nothing(?=\s*[.,;!]|\s*$)|none(?: so far| yet| announced| has been)?\b|there (?:is|are|['’]?s)(?:n['’]t| not| no)\b|there (?:is|are) none|it (?:has|is)(?:n['’]t| not)\b|un(?:announced|confirmed|known)\b|TBA\b|TBD\b|to be (?:announced|confirmed)|未定|まだ|ない|ありません|没有|沒有|暂无|尚未|还没)",
    re.I,
)
_YES = re.compile(
    r"(?:it(?:['’]s| is| has been| was)\s+)?(?:yes\b|yep\b|yeah\b|(?:officially |already )?(?:confirmed|announced|renewed|green-?lit|in production|in the works)\b|制作決定|決定|已确认|已公布|确定)",
    re.I,
)
_ANY = "|".join(pattern for name, pattern in MATERIAL)
_NAME = re.compile(
    rf"(?P<name>{LATIN_NAME}|[\u3005\u3400-\u9fff][\u3005\u3041-\u3096\u30a1-\u30fa\u30fc\u3400-\u9fff]{{1,7}})"
)
_STAFF = {"music": "composer", "script": "series composition", "design": "character design"}
_DATES = {"aired": Kind.FIRST_AIR_DATE, "premiere": Kind.FIRST_AIR_DATE, "release": Kind.FIRST_AIR_DATE,
          "finale": Kind.FINALE, "season": Kind.SEASON}  # fmt: skip
_RANGE = re.compile(r"\s*(?:to|until|till|through|thru|and|[-–—~〜～至到|])\s*(?:late\s+|early\s+|mid\s+)?", re.I)


class Asked(msgspec.Struct, frozen=True):
    """What a question or a bare label wants to know; `installment` is the season it asks about."""

    topic: str
    installment: int | None = None


def asked_by(words: str) -> Asked | None:
    """What `words` ask for: a question, or a label that stands alone."""
    bare = _BARE.match(words)
    if bare is not None:
        return Asked(bare.lastgroup or "", number_in(words))
    if not is_question(words):
        return None
    for topic, pattern in _ASKED:
        if pattern.search(words) and not (topic == "renewal" and _NO_RENEWAL.search(words)):
            return Asked(topic, number_in(words))
    return None


def is_labelled(words: str) -> bool:
    """Whether `words` are a label and its value rather than a sentence or a heading."""
    found = _LABEL.match(words)
    if found is None or found.lastgroup is None or not words[found.end() :].strip():
        return False
    return found.lastgroup not in ("renewal", "season") or bool(
        _NOT.match(words, found.end()) or _YES.match(words, found.end())
    )


def label_claims(
    words: str,
    scopes: Scopes,
    year: int | None,
    studios: re.Pattern[str],
    canonical: Callable[[str], str | None],
    asked: Asked | None,
) -> Iterator[Claim]:
    """Claims of the labels in `words`, a sentence, and of `words` as the answer to what was `asked` before it."""
    read = _Values(words, scopes, year, studios, canonical)
    labels = list(_LABEL.finditer(words))
    for place, found in enumerate(labels):
        end = labels[place + 1].start() if place + 1 < len(labels) else len(words)
        stop = re.search(r"[;；。]|\.\s+(?=[A-Z])|\s[•·]\s", words[found.end() : end])
        if stop is not None and "/" not in words[found.end() : found.end() + stop.start()]:
            end = found.end() + stop.start()
        topic = found.lastgroup
        if topic is not None and words[found.end() : end].strip():
            yield from read.of(topic, found.start(topic), found.end(), end, None)
    if asked is not None and not labels and not is_question(words):
        lead = _ANSWER.match(words)
        start = lead.end() if lead is not None else 0
        # An answer comes first; what follows is a text like any other.
        yield from read.of(asked.topic, start, start, min(len(words), start + 60), asked.installment, answer=True)


class _Values:
    """Reads values behind labels. All offsets are of the sentence."""

    def __init__(
        self,
        words: str,
        scopes: Scopes,
        year: int | None,
        studios: re.Pattern[str],
        canonical: Callable[[str], str | None],
    ) -> None:
        self._words, self._scopes, self._year = words, scopes, year
        self._studios, self._canonical = studios, canonical

    def of(
        self, topic: str, label: int, start: int, end: int, installment: int | None, *, answer: bool = False
    ) -> Iterator[Claim]:
        value = self._words[start:end]
        unsure = hedge_near(self._words, start, end)
        for one in self._read(topic, label, start, end, value, installment, answer=answer):
            made = (
                one
                if one.installment is not None or installment is None
                else msgspec.structs.replace(one, installment=installment)
            )
            yield msgspec.structs.replace(made, loose=True) if unsure or topic == "release" else made

    def _read(
        self, topic: str, label: int, start: int, end: int, value: str, installment: int | None, *, answer: bool
    ) -> Iterator[Claim]:
        if topic in ("episodes", "installments"):
            hit = re.match(
                rf"\W*(?:(?:just|only|there (?:are|is)|it has|about|exactly|a total of|全|共)\s*)*(?P<n>{NUMBER})(?!\d|[/.-]\d|st|nd|rd|th)",
                value,
                re.I,
            )
            count = number(hit["n"]) if hit is not None else None
            if (
                hit is None
                or count is None
                or count < 1
                or (
                    re.match(r"\s*(?:min|hour|chapter|volume|season|year)", value[hit.end() :], re.I)
                    and topic == "episodes"
                )
            ):
                return
            made = self._scopes.claim(Kind(topic), str(count), label, start + hit.end())
            yield msgspec.structs.replace(made, installment=WHOLE, part=None) if topic == "installments" else made
        elif topic == "studio":
            hits = [hit for hit in self._studios.finditer(value) if self._canonical(hit.group()) is not None]
            for hit in hits[:4]:
                if hit.start() <= 40 or not answer:
                    yield self._scopes.claim(Kind.STUDIO, hit.group(), start + hit.start(), start + hit.end())
            if (
                not hits
                and not answer
                and (named := re.match(r"\W*([A-Z][\w.\-'&]*(?:\s+[A-Z0-9][\w.\-'&]*){0,3})", value))
            ):
                yield self._scopes.claim(Kind.STUDIO, named[1], label, start + named.end())
        elif topic in _DATES:
            yield from self._days(topic, label, start, value)
        elif topic == "source":
            hit = re.search(_ANY, value, re.I)
            if hit is not None and not re.search(r"\b(?:not|never|n['’]t|no)\b", value[: hit.start()], re.I):
                name = material_of(hit.group())
                if not (answer and name == "ORIGINAL" and hit.start() > 25):
                    yield self._scopes.claim(Kind.SOURCE_MATERIAL, name, label, start + hit.end())
        elif topic in ("director", "author", *_STAFF):
            kind = {"director": Kind.DIRECTOR, "author": Kind.AUTHOR}.get(topic, Kind.STAFF)
            for hit in list(_NAME.finditer(value))[:4]:
                person = hit["name"]
                if answer and hit.start() > 15:
                    break
                if " " in person or not person.isascii():
                    yield self._scopes.claim(
                        kind,
                        f"{_STAFF[topic]}: {person}" if kind is Kind.STAFF else person,
                        start + hit.start(),
                        start + hit.end(),
                    )
        elif topic == "platform":
            for hit in SERVICE.finditer(value):
                yield self._scopes.claim(Kind.PLATFORM, hit.group(), start + hit.start(), start + hit.end())
        elif topic == "renewal":
            no, yes = _NOT.match(value.lstrip()), _YES.match(value.lstrip())
            if no is None and yes is None:
                return
            season = installment if answer else number_in(self._words[:start])
            season = season if season is not None and season >= 2 else NEXT
            sign = "NO" if no is not None else "YES"
            made = self._scopes.claim(Kind.ANNOUNCED, f"{sign} {season}" if season > 0 else f"{sign} next", label, end)
            yield msgspec.structs.replace(made, installment=season, part=None)

    def _days(self, topic: str, label: int, start: int, value: str) -> Iterator[Claim]:
        found = [
            one
            for one in dates(value, year=self._year)
            if not _KNOWN.match(value, one.end)
            and not _KNOWN_BEFORE.search(value[: one.start])
            and not self._scopes.mentions_at(start + one.start, start + one.end)
        ]
        kind = _DATES[topic]
        for place, said in enumerate(found[:2]):
            if place and not _RANGE.fullmatch(value[found[0].end : said.start]):
                break
            this = Kind.FINALE if place else kind
            if said.season is not None and this is Kind.FIRST_AIR_DATE:
                this = Kind.SEASON
            if this is Kind.SEASON and said.season is None:
                continue
            first = start + said.start if place else label
            yield self._scopes.claim(this, said.value, first, start + said.end, guessed=said.guessed)
