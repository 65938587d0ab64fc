"""Claims about days: first broadcast, finale, season of the year, release, and lengths of time."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

import msgspec

from nextcour.articles.claim import OVA, Claim, Kind
from nextcour.articles.dates_read import Said, dates, lengths
from nextcour.articles.hedges import hedge_near, is_hedged, untitled
from nextcour.articles.scope import Scopes

# What the words nearest before a date make of it. Each is tried at every place; the last one before the date decides.
_TRIGGERS: tuple[tuple[str, str], ...] = (
    ("last", r"\b(?:(?:until|till|through|up to)(?=\s+(?:(?:the|late|early|mid|middle|end|close|finale|of|its|in|on|around|about)[\s-]+)*$)|(?:reach(?:ed)?|met) (?:its|the) (?:end|conclusion|finish)|(?:was|were|been|is) (?:completed|complete)|completed its run|lasted|drew to a close|ended|ending|ends|concluded|concluding|concludes|wrapp(?:ed|ing) up|wrapped|finished|finishing|finale|last episode|final episode|final broadcast"
             r"|came to (?:an end|a close)|closed out|bow(?:ed)? out|ran its course|signed off|closed|closing|stopped on|conclusion|reached its end|was (?:over|done) (?:by|on|in)|(?:took|take) (?:its|a) (?:final )?bow|said goodbye|curtain fell|faded out|came to (?:its|an) end|left the (?:air|airwaves|screen)|crossed the line|gone (?:before|by)|last outing|got its ending|shut up shop|rounded off|went off (?:the )?air|the last(?: one)? (?:on|in|aired|was))\b"),
    ("release", r"\b(?:will (?:\w+ )?(?:be |premiere|air|debut|release|return|arrive|come|drop|launch|start|begin|hit|get|make|stream|kick)\w*|(?:is|are|was|were|been)? ?(?:set|scheduled|slated|planned|due|confirmed|announced)"
                r" (?:to|for)|due (?:out )?(?:in|on)|release date|coming (?:out )?(?:in|on|this)|arriv(?:es|ing)|premieres|debuts|airs|returns|drops|launches|is coming|releas(?:es|ing)|begins|starts|beginning|starting|upcoming|kicks off)\b"),
    ("first", r"\b(?:premiered|premiering|premiere(?: date)?|debuted|debut|first aired|aired|airing|began|started|kicked off|launched|first release|released|came out|broadcast|hit (?:japanese )?(?:screens|the air|tv|television|theaters|theatres|cinemas)"
              r"|arrived|dropped|first (?:hit|appeared|came|streamed)|ran|ran from|running|adapted into an? anime|anime adaptation|produce the anime|on the air|streamed|returned|rolled out|bowed(?! out)|airwaves|went out|first look|landed|opened|graced|shown|screened|reached (?:\w+ )?(?:cinemas|theat(?:re|er)s|screens)|got going|showed up|appeared|went on (?:the )?air|on (?:the )?air since|made it to|the first(?: one)? (?:on|in|was)|turned up|followed|came along|came around|came back|bows?|bowed(?= (?:on|in)\b)|shown from|first (?:day|night)|opening (?:day|night)|start date|opens|aired from|was on|were on|had its (?:premiere|debut|start)|showed|came on|in the lineup|beginning|took off|hit (?:the )?(?:small )?screens?|reach(?:ed)? (?:viewers|audiences)|found its way|had to wait|got under way|got (?:its|a) (?:\w+ )?start|telecast|commenced|unveiled to|found an audience)\b"),
    ("announced", r"\b(?:announce[ds]?|announcement|announcing|confirmed|revealed|unveiled|greenlit|green-lit|teased)\b"),
    ("other", r"\b(?:manga|light novel|novel|volumes?|chapters?|seriali[sz](?:ed|ation)|published|publication|magazine|written|penned|drawing|drew|writing|wrote|trailer|teaser|blu-?ray|dvd|stage play|game|english dub|dub|event|concert|interview|"
              r"compilation|soundtrack|born|founded|established|award|poll|article|copyright)\b"),
    ("known", r"\b(?:as of|by|since|before|at the time|after)\b"),
)  # fmt: skip
_COMPILED = tuple((name, re.compile(pattern, re.I)) for name, pattern in _TRIGGERS)
_CJK_TRIGGERS = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("last", r"最終回|最终回|完结|完結|終了|结束|結束|最終話|收官|(?<!これ)(?<!それ)まで(?!に)|为止|に終わ"),
        ("release", r"放送予定|配信予定|公開予定|定档|將於|将于|将在|將在|放送決定|予定|の開始が"),
        (
            "first",
            r"放送開始|放送され|放送が|より放送|から放送|に放送|スタート|配信開始|首播|播出|开播|開播|开始播|上线|放映|放送",
        ),
        ("announced", r"発表|公布|宣布|官宣|制作決定|制作决定"),
        ("other", r"連載|连载|連載開始|単行本|单行本|刊行|出版|発売|予告|设立"),
        ("known", r"時点|现在|现时|截至|現在"),
    )
)
_RANGE = re.compile(
    r"^\s*(?:to|until|till|through|thru|and|[-–—~〜～至到]|から|まで)\s*(?:the\s+)?(?:(?:late|early|mid|middle of|end of)[\s-]+)?$",
    re.I,
)
# What is said of manga, games, discs and trailers as well: only behind a date, and of an anime alone.
_CJK_WEAK = re.compile(
    r"上线|配信開始|スタート|公開され|に公開|封切|上映|配信され|配信が始ま|[にが]始ま|推出|に出た|世に出|发售|發售|开始|開始"
)
_ELSE_CJK = re.compile(
    r"漫画|漫畫|マンガ|コミック|小説|小说|小說|ノベル|连载|連載|ゲーム|游戏|遊戲|手游|单曲|单行本|単行本|曲|CD|Blu|DVD|円盤|舞台|実写|实写|予告|预告|PV|トレーラー|ビジュアル|サイト|网站|活动|イベント|チケット|グッズ|周边|募集|预订|予約|众筹|抽選"
)
_CJK_TRIGGER = re.compile("|".join(f"(?P<{name}>{pattern.pattern})" for name, pattern in _CJK_TRIGGERS))
_SPAN_CJK = re.compile(r"\s*(?:至|到|〜|～|~|-|–|—)\s*")
_DISC_CJK = re.compile(r"(?:OVA|OAD)(?:(?!期|季|テレビ|TV|电视|電視)[^。；;]){0,60}$")
_FROM = re.compile(r"(?:\bfrom|\bbetween|ran|aired|自|从|從|\()\s*(?:late\s+|early\s+|mid\s+)?$", re.I)
_MOVED = re.compile(r"\b(?:delay|postpone|push|resched|originally|initially)\w*", re.I)
_AIRED = re.compile(
    r"\b(?:aired|airing|premiere[ds]?|debut\w*|came out|released|release|broadcast|first season|season (?:one|1)|show|series|anime|began|started|launched|out)\b|放送|播出|首播|开播",
    re.I,
)
_ENDED = re.compile(
    r"\b(?:ended|end|finished|finale|concluded|wrapped|over|last episode|final episode|completed)\b|終了|完结|完結|结束|最終回",
    re.I,
)
_NOT_AIR = re.compile(
    r"\b(?:announce\w*|confirmed|renewed|greenlit|revealed|manga|novel|chapter|volume|interview|trailer|founded|tweet\w*|author|creator|series to cater)\b|発表|連載|连载",
    re.I,
)


def date_claims(words: str, scopes: Scopes, year: int | None) -> Iterator[Claim]:
    """Claims of `words`, a sentence. `year` is what a date without one means."""
    found = dates(words, year=year)
    roles = [_role(words, found, place) for place in range(len(found))]
    for said, role in zip(found, roles, strict=True):
        kind = _KINDS.get(role)
        if kind is None or scopes.mentions_at(said.start, said.end):
            continue
        if said.season is not None and kind in (Kind.FIRST_AIR_DATE, Kind.RELEASE_DATE):
            kind = Kind.SEASON if kind is Kind.FIRST_AIR_DATE else kind
        if said.guessed and said.date.day is None and role == "release" and year is None:
            continue
        start, end = _clause(words, said, found)
        if re.match(r"\W*(?:if|whether|unless|had)\b", words, re.I):
            continue
        if role == "last" and is_hedged(words) and not _PAST.search(words):
            continue
        guessed = role in ("first", "release") and hedge_near(words, said.start, said.end)
        if guessed and not (role == "first" and _HAPPENED.search(words[start:end])):
            continue  # the sentence is found as speculation
        value = said.value
        if kind is Kind.RELEASE_DATE and said.season is not None:
            value = said.season
        told = said.guessed and not _THAT_YEAR.match(words, said.end)
        claim = scopes.claim(kind, value, start, end, at=(said.start, said.end), guessed=told)
        left = words[: said.start]
        disc = (
            claim.installment is None
            and claim.beside is None
            and (_DISC.search(left) or _DISC_CJK.search(untitled(left)))
        )
        yield msgspec.structs.replace(claim, installment=OVA) if disc else claim


_HAPPENED = re.compile(r"\b(?:premiered|aired|debuted|ran|was released|came out)\b", re.I)
_BESIDE = re.compile(
    r"\b(?:live[- ]action|dub(?:bed)?|(?:tv|audio|stage)[ -]drama|stage play|blu-rays?|trailers?|spin-?offs?|manga|compilation)\b"
    r"(?:(?!\b(?:anime|season|series|show|adaptation|episodes?)\b)[^;.]){0,40}$",
    re.I,
)
_DISC = re.compile(
    r"\b(?:OVAs?|OADs?)\b(?:(?!\b(?:anime|season|series|show|adaptation|episodes?)\b)[^;.]){0,60}$", re.I
)
_PAST = re.compile(
    r"\b(?:ended|concluded|finished|ran|aired|wrapped|premiered|began)\b|放送され|終わった|終了した|完结|完結|播出|首播",
    re.I,
)
_SOME_EPISODE = re.compile(
    r"\b(?:episodes?\s+(?:[2-9]|\d\d|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)|(?:second|third|fourth|fifth|next|new|special|recap|\d+th)\s+episodes?)\b[^.;,]{0,40}$",
    re.I,
)
_SINCE = re.compile(r"\b(?:around|with us|on (?:the )?air|on tv|running|airing)\s+since\s+(?:\w+\s+)?$", re.I)
_WAITED = re.compile(
    r"\b(?:had to wait|waited|(?:did|was|were|had)(?:n['’]t| not)(?: \w+){1,4}|never (?:came|arrived|aired)|(?:only|not) \w+)\s+until\s+(?:(?:the|late|early|mid)[\s-]+)*$",
    re.I,
)
# "a Fall 2021 production": the season of the year as part of a name.
_OF_SEASON = re.compile(
    r"(?:['’]s)?\s+(?:\w+\s+)?(?:production|show|crop|schedule|lineup|line-up|line up|season|slate|series|anime|title|entry|offering|outing|hit|original|release|roster|batch|romcom|rom-com|comedy|drama|isekai|sleeper|chart|debut)\b",
    re.I,
)
_LAST_ONE = re.compile(
    r"\b(?:last|final|closing|\d+th and last)\s+(?:(?:tv|ever|regular)\s+)?(?:episodes?|ep|one|instal+ment|broadcast|of (?:its|the|them|those)\b|chapter)(?:,? (?:which|that))?[^.;,]{0,50}$|\b(?:finale|closer|conclusion|last ep)(?:,? (?:which|that))?[^.;,]{0,40}$",
    re.I,
)
_STARTS = re.compile(
    r"\b(?:start\w*|beg[ai]n\w*|premier\w*|debut\w*|open\w*|kick\w*|launch\w*|arriv\w*)\b[^.;]{0,30}$", re.I
)
_THAT_YEAR = re.compile(r"\s*,?\s*(?:(?:of\s+)?(?:that|the)\s+(?:same\s+|very\s+)?year|同年)\b", re.I)
_KINDS = {"first": Kind.FIRST_AIR_DATE, "last": Kind.FINALE, "release": Kind.RELEASE_DATE, "season": Kind.SEASON}


def _role(words: str, found: list[Said], place: int) -> str:
    said = found[place]
    before = found[place - 1].end if place else 0
    between = words[before : said.start]
    if place and _RANGE.match(between) and _role(words, found, place - 1) in ("first", "release", "season"):
        return "last"
    left = words[max(0, said.start - 160) : said.start]
    after = words[said.end : said.end + 70]
    if place + 1 < len(found) and _RANGE.match(words[said.end : found[place + 1].start]) and _FROM.search(left):
        return "other" if _last_of(left, ("other",)) and not _last_of(left, ("first",)) else "first"
    cjk = not words.isascii() and bool(re.search(r"[\u3040-\u9fff]", after[:4] + left[-4:]))
    if cjk:
        return _role_cjk(words, said, found, place)
    if _SINCE.search(left) or (_WAITED.search(left) and not hedge_near(words, said.start, said.end)):
        ended = re.search(r"\b(?:end|finish|conclu\w+|wrap|close|over|finale)\b", left[-70:], re.I)
        return "last" if ended else "first"
    if (
        said.season is not None
        and _OF_SEASON.match(words, said.end)
        and not re.search(r"\b(?:until|till|through|for|in)\s+(?:the\s+)?$", left, re.I)
    ):
        return "season"
    nearest = _nearest(left)
    if nearest == "known":
        if re.search(r"\b(?:by|as of|at the time)\s+(?:\w+\s+){0,2}$", left, re.I) or re.search(
            r"\b(?:since|after|before)\s+(?:\w+\s+){0,2}$", left, re.I
        ):
            return "known"
        nearest = _nearest(left, skip=("known",))
    if nearest is None:
        if re.match(r"\s*(?:until|till|through)\b", after):
            return "first"
        nearest = _first_of(after)
        if nearest is None:
            if said.season is not None and re.match(
                r"\s*(?:anime|lineup|line-up|season|hit|series|show|original)", after, re.I
            ):
                return "season"
            if re.match(r"\s*(?:anime|series|hit|original|tv|show)\b", after, re.I) or (
                re.search(r"\($", left) and re.match(r"\)", after)
            ):
                return "first"
            return "season" if said.season is not None else "none"
    if nearest == "first" and _LAST_ONE.search(left) and not _STARTS.search(left):
        nearest = "last"
    if nearest in ("first", "release") and _SOME_EPISODE.search(left):
        return "other"
    if nearest in ("first", "release", "last") and _BESIDE.search(left):
        return "other"
    if (
        nearest == "last"
        and re.search(r"\buntil\s+$", left, re.I)
        and re.search(r"\b(?:not|won't|n't|wait)\b", left, re.I)
    ):
        return "release" if not hedge_near(words, said.start, said.end) else "none"
    if nearest == "first" and re.search(r"\b(?:to|will)\s+(?:premiere|debut|air|broadcast)\b[^.]{0,40}$", left, re.I):
        return "release"
    if (
        nearest == "release"
        and re.search(r"\b(?:was|were)\s+(?:originally\s+|initially\s+)?(?:set|scheduled|slated|planned)", left, re.I)
        and _MOVED.search(words)
    ):
        return "none"
    return nearest


def _role_cjk(words: str, said: Said, found: list[Said], place: int) -> str:
    if said.season is not None and words[: said.start].rstrip()[-1:] in ("（", "("):
        return "season"
    limit = found[place + 1].start if place + 1 < len(found) else len(words)
    after = words[said.end : min(limit, said.end + 40)]
    stop = re.search(r"[。；;]", after)
    after = after[: stop.start()] if stop else after
    before = words[max(0, said.start - 6) : said.start]
    if re.match(r"\s*(?:才|就|便)?\s*(?:完结|完結|结束|結束|收官)", after):
        return "last"
    if (re.search(r"截至|截止|到$", before) and not re.search(r"[日月]\s*到$", before)) or re.match(
        r"\s*の?(?:時点|现在)|\s*までに", after
    ):
        return "known"
    if place and _SPAN_CJK.fullmatch(words, found[place - 1].end, said.start):
        return "last"
    if place + 1 < len(found) and _SPAN_CJK.fullmatch(words, said.end, found[place + 1].start):
        # What a run of days is said of stands behind its end.
        behind = list(_CJK_TRIGGER.finditer(words, found[place + 1].end, min(len(words), found[place + 1].end + 40)))
        return "other" if behind and behind[0].lastgroup == "other" else "first"
    if re.match(r"\s*(?:に|，|,)?\s*(?:まで(?!に)|为止)", after):
        return "last"
    if re.match(r"\s*から", after):
        return "first"
    if place + 1 < len(found) and re.fullmatch(r"\s*[、,，と和及]\s*", words[said.end : found[place + 1].start]):
        return _role_cjk(words, found[place + 1], found, place + 1)
    best: tuple[int, str] | None = None
    for name, pattern in _CJK_TRIGGERS:
        hit = pattern.search(after)
        if hit and (best is None or hit.start() < best[0]):
            best = (hit.start(), name)
    faint = _CJK_WEAK.search(after)
    if faint is not None and (best is None or faint.start() <= best[0]):
        clause = re.split(r"[、，,。（(]", untitled(words[: said.start]))[-1] + untitled(after[: faint.end() + 8])
        best = (faint.start(), "other" if _ELSE_CJK.search(clause) else "first")
    if best is not None:
        if (
            best[1] == "other"
            and _DISC_CJK.search(untitled(words[: said.start]))
            and re.match(r"発売", after[best[0] :])
        ):
            return "first"
        if best[1] == "first" and re.search(
            r"予定|将|將|決定|定档|定于|定於|预定|預定",
            after[best[0] : best[0] + 8] + words[max(0, said.start - 4) : said.start],
        ):
            return "release"
        return best[1]
    left = words[max(0, said.start - 25) : said.start]
    hits = [(m.start(), name) for name, pattern in _CJK_TRIGGERS for m in pattern.finditer(left)]
    if hits:
        return max(hits)[1]
    return "season" if said.season is not None else "none"


def _nearest(left: str, skip: tuple[str, ...] = ()) -> str | None:
    """The trigger that ends last in `left`, not before a full stop of a clause."""
    cut = max(left.rfind(";"), left.rfind(" but "), left.rfind(" while "))
    best: tuple[int, int, str] | None = None
    for rank, (name, pattern) in enumerate(_COMPILED):
        if name in skip:
            continue
        for hit in pattern.finditer(left, max(0, cut)):
            if best is None or (hit.end(), -rank) > (best[0], best[1]):
                best = (hit.end(), -rank, name)
    return best[2] if best is not None else None


def _first_of(after: str) -> str | None:
    after = re.split(r"[;,]\s+(?:and|but|while|though)\b|;", after)[0]
    hits = [
        (hit.start(), rank, name)
        for rank, (name, pattern) in enumerate(_COMPILED)
        if (hit := pattern.search(after)) and name != "known"
    ]
    return min(hits)[2] if hits else None


def _last_of(left: str, names: tuple[str, ...]) -> bool:
    return any(pattern.search(left) for name, pattern in _COMPILED if name in names)


def _clause(words: str, said: Said, found: list[Said]) -> tuple[int, int]:
    """The words that make the claim: back to the verb or the comma before the date."""
    start = 0
    for mark in re.finditer(
        r"[;,，、]\s*(?:and |but |while )?|\band (?=(?:ran|aired|ended|concluded|premiered|wrapped|finished))",
        words[: said.start],
    ):
        if not re.fullmatch(r".{0,12}", words[mark.end() : said.start]) and not any(
            o.start <= mark.start() < o.end for o in found
        ):
            start = mark.end()
    previous = [other.end for other in found if other.end <= said.start]
    if previous and previous[-1] > start:
        start = (
            previous[-1]
            + len(words[previous[-1] : said.start])
            - len(words[previous[-1] : said.start].lstrip(" ,;，、"))
        )
    return min(start, said.start), said.end


_PROMISE = re.compile(
    r"\b(?:will|could|might|may|expect\w*|likely|probably|hope\w*|years? of age|year[- ]old (?:girl|boy|man|woman|student|hero|protagonist))\b",
    re.I,
)


def length_claims(words: str, scopes: Scopes) -> Iterator[Claim]:
    """`aired one year ago`. The value says `of finale` where the end is meant."""
    for ago in lengths(words):
        near = words[max(0, ago.start - 90) : ago.end + 60]
        after = re.match(r"\s+since\s+(.{0,60})", words[ago.end :])
        if (
            not after
            and _NOT_AIR.search(near)
            and not re.search(r"\b(?:aired|premiered|ended|finished)\b|放送|播出", near, re.I)
        ):
            continue
        if ago.loose and _PROMISE.search(near):
            continue
        about = after.group(1) if after else near
        ended, aired = _ENDED.search(about), _AIRED.search(about)
        end = ago.end + (min(len(after.group(0)), 60) if after else 0)
        start = max((m.end() for m in re.finditer(r"[,;，、]\s*|\bthat\s+", words[: ago.start])), default=0)
        value = ago.value + (
            " (finale)" if ended and not (aired and aired.group().casefold() in ("aired", "premiered")) else ""
        )
        at = (ago.start, ago.end + (min(len(after.group(0)), 40) if after else 0))
        yield scopes.claim(Kind.RELATIVE_TIME, value, start, end, at=at, loose=ago.loose or (not ended and not aired))


def year_around(words: str, published: dt.date | None, before: int | None) -> int | None:
    """The year that a date without one means: one named in the sentence, else the paragraph's, else the article's."""
    named = re.findall(r"(?<!\d)((?:19[6-9]|20[0-4])\d)(?!\d)", words)
    if named:
        return int(named[-1])
    return before if before is not None else (published.year if published else None)
