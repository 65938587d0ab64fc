"""Claims about what comes next: announced or not, where it streams, and what is only a guess."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from nextcour.articles.claim import MOVIE, NEXT, Claim, Kind
from nextcour.articles.hedges import clause_around, is_hedged, is_question
from nextcour.articles.roles import SERVICE
from nextcour.articles.scope import Scopes, seasons_in
from nextcour.catalog.titles.markers import value

_NO = re.compile(
    r"\b(?:no|not a|not any)\s+(?:(?:official|further|new|next|more|other|second|third|fourth|fifth|sixth|seventh|eighth|\d+(?:nd|rd|th))\s+)*(?:seasons?(?:\s+\d+)?|sequels?|continuation|follow-?up|more|episodes|films?|movies?|instal+ments?|projects?)(?:\s+(?:of|to|for)\b[^.;,]{0,90}?)?\s+(?:has|have|is|was|had)\s+(?:\w+\s+){0,3}?(?:announced|confirmed|planned|greenlit|made public|ordered|revealed|scheduled|known|in sight|in the works|on the books|in production)"
    r"|\bthere\s+(?:has|have|had|is|are|was|were)(?:n['’]t|\s+not)\s+(?:yet\s+)?(?:been\s+)?(?:yet\s+)?(?:any|an|a|much)\s+(?:\w+\s+){0,3}?(?:announcements?|confirmation|word|news|plans?|signs?|hints?|information|updates?|statement|talk|season|sequel|movie|film|follow-?up|continuation)"
    r"|\b(?:has|have|had)(?:n['’]t|\s+not|\s+yet to|\s+never)\s+(?:yet\s+)?(?:given|made|issued|released|provided|offered|shared|put out|published)\s+(?:(?:out|any|an?|the|us|fans|official|formal|public|further|new|concrete)\s+)*(?:statements?|announcements?|information|confirmation|word|news|updates?|details?|hints?|comments?|indication|clues?)"
    r"|\b(?:nobody|no one)\s+(?:is|was|has|have|had)\s+(?:\w+\s+){0,2}?(?:said|talking|spoken|heard|promised|mentioned|breathed|uttered|whispered)\b|\b(?:isn['’]t|is not|aren['’]t|are not|ain['’]t) (?:currently |yet )?(?:on the cards|in the cards|in the works|in production|planned|happening|coming)\b|\bnot (?:a )?(?:single )?(?:word|peep|whisper|trace|hint|sign) (?:of|about|on)\b|\b(?:say|said|breathed) (?:a|not a|one) (?:word|peep)\b"
    r"|\b(?:is|are|was|remains?|were) (?:still |yet )?(?:no|nowhere)\s+(?:(?:official|further|second|third|fourth|fifth|new|next)\s+)*(?:seasons?|sequels?|continuation|follow-?up)?\s*(?:\d\s+)?(?:announced|in sight|on the horizon|on the books|to be (?:seen|found))"
    r"|\b(?:no more|none|nothing(?: (?:else|more|further|new|beyond (?:this|that|it)))?)(?:\s+(?:has|have|is|was)|['’]s)\s+(?:\w+\s+){0,2}?(?:announced|confirmed|planned|greenlit|made public|revealed)"
    r"|\b(?:said|revealed|announced|confirmed|disclosed) nothing\b|\bnothing has been (?:said|revealed|heard)\b|\bnot (?:currently )?(?:on the cards|in the cards|in the works|in production|planned|happening)\b|\b(?:still |are |is |been )waiting (?:for|on) (?:any |an |a |the )?(?:official )?(?:news|word|announcement|confirmation|(?:second|third|next|new) season announcement)"
    r"|\b(?:nobody|no one|neither [^.;]{1,50})\s+(?:has|have)\s+(?:\w+\s+){0,2}?(?:announced|confirmed|greenlit|ordered|revealed|mentioned)"
    r"|\b(?:there['’]?s|there (?:is|are|has been|have been|was))\s+(?:\w+\s+){0,2}?no\s+(?:(?:official|further|new|next|second|third|fourth|fifth)\s+)*(?:seasons?|sequels?|continuation|follow-?up)\b"
    r"|\b(?:is|are|was|remains?)\s+(?:still\s+|as yet\s+)?un(?:announced|confirmed)\b|\bno\s+(?:(?:second|third|fourth|fifth|new|next|further)\s+)?(?:seasons?|sequel|continuation)[^.;,]{0,40}\bin sight\b"
    r"|\b(?:neither|nobody|no one|none of)\b[^.;]{0,60}?\b(?:announced?|confirmed?|said|revealed?|renewed?|greenlit)\b"
    r"|\b(?:no|without(?: any)?|zero|nor any|lack of)\s+(?:\w+\s+){0,2}?(?:official\s+|concrete\s+|further\s+|formal\s+|public\s+)*(?:word|announcement|confirmation|news|information|update|statement|renewal|plans?|sign|hint|indication|release date|date)s?\b"
    r"|\b(?:has|have|had|is|are|was|were|been)(?:\s+(?:still|yet|also|currently|so far))?\s*(?:n['’]t|\s+not|\s+never|\s+yet to)\s+(?:yet\s+|officially\s+|been\s+|be\s+|formally\s+|even\s+|publicly\s+|actually\s+)*(?:announced?|confirmed?|renew(?:ed)?|green-?li(?:t|ght(?:ed)?)|ordered|made any (?:official )?announcements?|said anything|commented|revealed?|given (?:the|a) green ?light|happened|picked up)"
    r"|\b(?:no|not)\s+(?:a\s+)?(?:second|third|fourth|fifth|sixth|next|new|follow-?up|season \d+|sequel|continuation|return|renewal|revival|further|more|additional)(?:\s+of\b[^.;]{0,90}?)?\s*(?:seasons?|sequel|installments?|part)?(?:\s+\d+)?\s+(?:has|have|is|was|were|known|exists?|yet|planned|announced|in (?:the works|production))"
    r"|\b(?:there is|there's|there are|there has been|there have been)\s+(?:currently\s+|still\s+|as yet\s+)*(?:no|not (?:yet )?(?:a|any))\s+(?:second|third|fourth|fifth|next|new|season|sequel|follow-?up|plans?|more)\b"
    r"|\b(?:remains?|is still|still)\s+(?:un(?:announced|confirmed|renewed)|not (?:announced|confirmed)|waiting for (?:a |an )?(?:renewal|announcement))|\bkept quiet|\b(?:has|have) (?:remained|been|stayed) silent|\bradio silence|\bsilent (?:about|on)"
    r"|\bnot (?:yet )?(?:officially )?(?:been )?(?:announced|confirmed|renewed|greenlit)\b|\bnever (?:got|received|had|been) (?:a |an )?(?:second season|sequel|season 2|renewal|continuation|follow-?up|renewed)|\bwait for (?:the|an) official announcement|\bnothing (?:official )?(?:has been )?(?:announced|confirmed)"
    r"|(?:発表|公表)されていない|(?:発表|公式発表|続報|情報|アナウンス)は(?:まだ)?(?:ない|なく|ありません|出ていない)|未発表|(?<!日付)(?<!日期)(?<!時期)(?<!时间)未定(?!義)|決まっていない|(?:尚|还|還|仍|暂|暫|目前)?(?:未|(?<!有)没有|(?<!有)沒有)(?:正式|官方)?(?:宣布|公布|确定|確定|官宣|消息|制作计划)|(?:(?<!有)没有|(?<!有)沒有|无|無|暂无|暫無|尚无|尚無)(?:任何)?(?:关于|關於)?(?:《[^》]{1,80}》的?)?(?:第.{1,3}(?:季|期|部)(?:电影|OVA|特别篇)?的?)?(?:官方|正式)?(?:消息|续订|計畫|计划|公布)",
    re.I,
)
_YES = re.compile(
    r"\b(?:(?:has|have|had)\s+(?:now\s+|already\s+|also\s+|just\s+|since\s+|finally\s+|recently\s+)*(?:been\s+)?|was\s+|were\s+|is\s+|are\s+|got\s+|been\s+|gets\s+)(?:now\s+|already\s+|also\s+|just\s+|since\s+|finally\s+|recently\s+)*(?:officially\s+|formally\s+|publicly\s+)?(?:announced|confirmed|revealed|unveiled|underway|under way|renewed|green-?li(?:t|ghted)|picked up|ordered|in (?:the works|production|development)|on (?:the|its) way|happening|given the green ?light)\b"
    r"|\b(?:officially|formally)\s+(?:announced|confirmed|renewed|greenlit)\b|\brenewed for\b|\b(?:announced|confirmed|greenlit|revealed|unveiled)\s+(?:that\s+)?(?:an?|the|its)?\s*(?:upcoming\s+|new\s+)?(?:second|third|fourth|fifth|sixth|final|season|sequel|movie|film|new season|next|another)\b"
    r"|\bconfirms?\s+(?:the\s+)?(?:second|third|fourth|season|sequel)|\bseason (?:\d+|two|three|four) (?:officially )?(?:announced|confirmed)\b|\b(?:announcement|confirmation) (?:of|for) (?:a|the) (?:second|third|fourth|sequel|season|new)"
    r"|(?:制作|製作|放送|アニメ化|続編)(?:が|も|の)?決定|(?:制作|製作)(?:が)?(?:発表|決ま)|(?:発表|告知)され(?:て(?:いる|いた|おり)|た|ました)|(?:已|正式|官方)(?:经|經)?(?:正式|官方)?(?:宣布|公布|官宣|确定|確定|确认)|决定制作|制作决定|決定製作",
    re.I,
)
# That it has no date yet denies nothing.
_OF_DATE = re.compile(r"\b(?:date|window|day)s?$", re.I)
_QUOTED = re.compile(r"[“\"][^”\"]*[”\"]|[「『《][^」』》]*[」』》]")
_UNSURE = re.compile(
    r"\b(?:if|once|whether|until|unless|when(?:ever)?|assuming|should|as soon as|in case|could|might|may|would|hop\w+|wait\w* for|want\w*|pray\w*|expect\w*|likely|eventually|rumou?r\w*|will (?:soon )?be)\b",
    re.I,
)
_NONE = re.compile(r"\b(?:no|nothing|never|not|nor|without|neither|nobody)\b|n['’]t\b", re.I)
_NEXT_WORDS = re.compile(
    r"\b(?:second|third|fourth|fifth|sixth|next|new|another|sequel|renew\w*|season\s*(?:\d+|two|three|four|five)|follow-?up|continuation|return|come ?back|more episodes|for more|final season|further|future|movie|film|\dnd season|\drd season|\dth season|s\d)\b"
    r"|続編|[二三四五\d]期|续[集订作]|續[集作]|第[二三四五\d]季|映画|劇場版|剧场版|シーズン",
    re.I,
)
_DATE_ONLY = re.compile(
    r"\b(?:release|air|premiere|exact|start|specific|firm|official release)\s*(?:date|window|day)s?\b|時期|(?:放送|公開|配信|発売)(?:開始)?日|(?:开播|上映|发售|播出)日期|播出时间|播出日期|定档",
    re.I,
)
_MOVIE = re.compile(r"\b(?:movie|film)\b|劇場版|剧场版|映画|电影", re.I)
_ABOUT_OTHER = re.compile(
    r"\b(?:manga|novel|dub|blu-?ray|game|stage play|live[- ]action|merch\w*|cast|staff|trailer|studio for|director)\b",
    re.I,
)


def announced_claims(words: str, scopes: Scopes) -> Iterator[Claim]:
    """At most one YES and one NO of a sentence."""
    for sign, pattern in (("NO", _NO), ("YES", _YES)):
        for hit in pattern.finditer(words):
            first, last = clause_around(words, hit.start(), hit.end())
            clause = words[first:last]
            if sign == "NO" and _OF_DATE.search(hit.group()) and _YES.search(clause):
                continue
            if sign == "YES" and (
                any(not _OF_DATE.search(one.group()) for one in _NO.finditer(clause))
                or _NONE.search(_QUOTED.sub("", words[first : hit.start()]))
                or _UNSURE.search(words[max(first, hit.start() - 60) : hit.start()])
                or is_question(words)
            ):
                continue
            if sign == "NO" and re.search(
                r"\b(?:if|should|would|doubt|no wonder|no doubt)\b", clause[: hit.start() - first], re.I
            ):
                continue
            bare_no = sign == "NO" and re.search(
                r"^(?:no more|none|nothing|nobody|no one)\b|\b(?:seasons?|sequels?|continuation|follow-?up)\b",
                hit.group(),
                re.I,
            )
            about_next = (
                bool(bare_no) or bool(_NEXT_WORDS.search(clause)) or (sign == "NO" and bool(_NEXT_WORDS.search(words)))
            )
            verbs = re.search(
                r"renew|greenl|picked up|続編|announcement|确定|宣布|公布|発表|official", hit.group(), re.I
            )
            if not about_next and not (sign == "NO" and verbs):
                continue
            if _ABOUT_OTHER.search(clause) and not re.search(
                r"\b(?:season|sequel|renew\w*|anime|show|series|continuation|follow-?up|film|movie)|期|季", clause, re.I
            ):
                continue
            scope = scopes.at(hit.start(), hit.end())
            if (
                sign == "NO"
                and _DATE_ONLY.search(words[max(first, hit.start() - 40) : hit.end() + 30])
                and not re.search(r"\b(?:renew|whether|a second season|a sequel|new season has)", clause, re.I)
            ) and (
                re.search(
                    r"\brenewal|announcement|confirmation|confirmed\b.*\bseason|a (?:second|third|new) season\b",
                    hit.group(),
                    re.I,
                )
                is None
            ):
                continue
            number = _asked(words, (first, last), hit.span(), scope.installment, scopes.section_installment)
            said = (
                f"MOVIE {sign}" if number == MOVIE else f"{sign} {number}" if number and number > 0 else f"{sign} next"
            )
            start = first + len(clause) - len(clause.lstrip(" ,;，"))
            made = scopes.claim(Kind.ANNOUNCED, said, start, last, at=hit.span())
            yield msgspec.structs.replace(made, installment=number or NEXT, part=None)
            break


_BARE_ORDINAL = re.compile(
    r"\b(?:an?|any|the)\s+(?P<o>second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)\b(?!\s+(?:film|movie|ova|cour|part|episode|time|year|day|game|novel|volume|studio))",
    re.I,
)


def _asked(
    words: str, clause: tuple[int, int], hit: tuple[int, int], installment: int | None, section: int | None
) -> int | None:
    """The installment whose coming is spoken of: the one named in the very words, else nearest before them."""
    first, last = clause
    bare = _QUOTED.sub(" ", words[first:last])
    if _MOVIE.search(bare) and not re.search(r"\bseason|期|季", bare, re.I):
        return MOVIE
    named = [(start, end, number) for start, end, number in seasons_in(words) if number >= 2 or number == NEXT]
    named += [(m.start(), m.end(), value(m["o"]) or NEXT) for m in _BARE_ORDINAL.finditer(words)]
    titles = [m.span() for m in _QUOTED.finditer(words)]  # which have numbers of their own
    named = [one for one in named if not any(a <= one[0] < b for a, b in titles)] or named
    if named:

        def far(one: tuple[int, int, int]) -> tuple[bool, int]:
            start, end, _ = one
            gap = 0 if start < hit[1] and hit[0] < end else hit[0] - end if end <= hit[0] else 20 + start - hit[1]
            return not (first <= start < last), gap

        number = min(named, key=far)[2]
        return number if number > 0 else (section if section and section > 1 else NEXT)
    if installment is not None and installment >= 2:
        return installment
    return section if section is not None and section > 1 else NEXT


_STREAM = re.compile(
    r"\b(?:stream\w*|watch\w*|available|simulcast\w*|licensed|air(?:s|ed|ing)?|releas\w+|premier\w+|hosted|found|catch|viewable|exclusive\w*|debut\w*|on)\b|配信|見放題|独占|上线|播出|独家|观看|觀看|收看|引进|播放",
    re.I,
)
_NOT_STREAM = re.compile(
    r"\b(?:not (?:currently )?(?:available|streaming|on)|isn['’]t (?:available|streaming|on)|no longer (?:available|streaming)|left|removed from|unlike|award|according to|told|tweet\w*|reported by|news)\b",
    re.I,
)


def platform_claims(words: str, scopes: Scopes) -> Iterator[Claim]:
    if is_question(words):
        return
    for hit in SERVICE.finditer(words):
        before = words[max(0, hit.start() - 80) : hit.start()]
        after = words[hit.end() : hit.end() + 40]
        if not _STREAM.search(before + " " + after) or _NOT_STREAM.search(before):
            continue
        first, last = clause_around(words, hit.start(), hit.end())
        if is_hedged(words[first:last]) and not re.search(
            r"\b(?:stream(?:s|ed|ing)|available)\b", words[first:last], re.I
        ):
            continue
        trigger = list(_STREAM.finditer(words, max(first, hit.start() - 80), hit.start()))
        start = trigger[-1].start() if trigger else hit.start()
        if len(trigger) > 1 and words[trigger[-1].start() : trigger[-1].end()].casefold() == "on":
            start = trigger[-2].start()
        yield scopes.claim(Kind.PLATFORM, hit.group(), start, hit.end(), at=hit.span())


_TOPIC = re.compile(
    r"\b(?:seasons?|sequel|renew\w*|return\w*|come ?back|continu\w*|release\w*|premier\w*|air|announce\w*|anime|series|show|episodes?|story|studio|date|movie|film|fans|wait|arriv\w*|drop\w*|remake|in the works|happen\w*|future|20\d\d|years?|adapt\w*|animat\w*|project)\b"
    r"|期|季|続編|续|續|放送|播出|制作|発表|アニメ|动画|動畫",
    re.I,
)
_FUTURE = re.compile(
    r"\b(?:could|might|may|likely|unlikely|expect\w*|predict\w*|anticipat\w*|speculat\w*|rumou?r\w*|probably|perhaps|hope\w*|chance\w*|possib\w+|unlikely|should|would|believe|think|estimate\w*|deserv\w+|need to wait|have to wait|odds|bet|guess|seems?|potential\w*|long[- ]overdue|want\w*|bound to|certain(?:ly)?|suspect|reckon|hunch|pipe dream|money is on|betting|wager|doubt\w*|surely|surpris\w+|shocked|matter of time|your breath|feeling|never|won['’]t|fifty-fifty|plausible|forecast|no reason)\b"
    r"|かもしれ|でしょう|だろう|可能性|期待|予想|と思|はず|のでは|噂|見込み|可能会|也许|也許|或许|或許|大概|估计|估計|预计|預計|应该|應該|有望|猜测|期待|希望|濃厚|有力|可能",
    re.I,
)


def speculation_claims(words: str, scopes: Scopes) -> Iterator[Claim]:
    """The sentence when it guesses about what comes."""
    if is_question(words) or not _TOPIC.search(words) or not _FUTURE.search(words):
        return
    if not is_hedged(words) and not re.search(r"[\u3040-\u9fff]", words):
        return
    yield scopes.claim(Kind.SPECULATION, words.strip()[:200], 0, len(words), at=(len(words), len(words)))
