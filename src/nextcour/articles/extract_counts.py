"""Claims about how many episodes or seasons there are."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from nextcour.articles.claim import MOVIE, OVA, WHOLE, Claim, Kind
from nextcour.articles.dates_read import NUMBER, number
from nextcour.articles.scope import Scopes

_EPISODES = re.compile(
    rf"(?P<n>{NUMBER})[\s-]*(?P<adj>(?!more|new|other|of|remaining|final|last|first|extra|bonus|additional|special|ova|recap|unaired|different|manga|or|and|to)[a-z]+(?:-[a-z]+)?\s+){{0,2}}?(?:episodes?\b|eps?\b|-ep\b|-episode)|(?<![\d.])(?P<i>(?:[89]|[1-9]\d|eight|nine|ten|eleven|twelve|thirteen|a dozen|two dozen|twenty(?:-\w+)?))[\s-]+(?:instal+ments\b|part(?:er)?\b(?=\s+(?:series|show|anime|run|season|drama|adaptation|story|original))|parter\b)"
    r"|全\s*(?P<k>\d{1,4})\s*[話话集回]|[共总]\s*(?:计|计有|有)?\s*(?P<z>\d{1,4})\s*[集话話]|(?<![第\d])(?P<z2>\d{1,4})\s*[集話话](?![目]|で|より|から|以)",
    re.I,
)
_NOT_ALL = re.compile(
    r"(?:first|last|final|opening|initial|previous|next|remaining|another|after|every|few|these|past|more|extra|additional|bonus|recap|special|of the|through|over)\s*(?:the\s+)?$",
    re.I,
)
# The whole show, whatever season the sentence names beside.
_ALL = re.compile(
    r"\b(?:both|all (?:\w+ )?seasons|(?:the )?(?:entire|whole) (?:series|show|run|anime)|across (?:its|the|all|both|two|three)|between them|combined|together|overall)\b[^.;,]{0,25}$",
    re.I,
)
_ALL_AFTER = re.compile(
    r"\s*(?:(?:in total|in all|altogether|overall|combined|so far|all told)\s*)?(?:,\s*)?(?:(?:for|across|over|between|in) (?:the (?:whole |entire )?(?:series|show|franchise|two|three|four)|all|both)|(?:in total|altogether|combined) (?:for|across|over|between|in)\b)",
    re.I,
)
_ENDED_AFTER = re.compile(r"\b(?:end|conclud|finish|wrapp|clos|bow)\w*\b", re.I)
_AFTER = re.compile(
    r"\s*(?:in (?:a row|the can|one|and)\b|into|remain|left|per|each|have aired|of (?:the )?manga|special|long arc|ova|per week|behind|ahead)",
    re.I,
)
_INSTALLMENTS = re.compile(
    rf"(?P<only>only|just|single|a single|exactly|currently|so far|already|total of|spans?|spanning|has|have|had|with|of|across|after|for|includes?|comprises?|received|produced|consists? of|got|there (?:are|is|have been|has been))\s+(?:only\s+|just\s+|a\s+total\s+of\s+|had\s+|aired\s+|been\s+|currently\s+|exactly\s+|now\s+|already\s+)*(?P<n>{NUMBER}|a single|single)\s+(?:(?:tv|anime|full|complete|main|successful|wonderful|hit|released|official|glorious)\s+)*seasons?\b"
    r"|(?P<n2>\d{1,2}|one|two|three|four|five|six|seven|eight)\s+seasons?\s+(?:so far|in total|have aired|have been (?:released|produced|made)|under its belt|to date|long|in|of the (?:anime|show|series))"
    rf"|(?P<n3>{NUMBER})\s+(?:(?:tv|anime|full|complete|whole)\s+)*(?:seasons?|outings)(?:['’]? worth)?\s+(?:exist|are out|are available|in all\b|have (?:now )?been|is all|are all|of \w+ so far)"
    r"|\b(?:just|only)\s+the\s+(?P<n4>one)\s+season|(?:目前)?只有(?P<k3>[一二三四五六七\d两])季"
    r"|\bthe (?:single|sole|lone|only) existing (?P<sole2>season)|(?P<sole>(?<!every )(?<!each )(?:only (?:one|a single|1) season|only season|single season|a one-season))"
    r"|(?:全|これまでに|已有|共有|共|目前有|推出了|出了|拍了)\s*(?P<k>[一二三四五六七\d两])\s*(?:シーズン|期(?!間)|季)|(?P<k2>[一二三四五六七\d])\s*(?:シーズン|期)(?:まで|が?制作|が?放送)",
    re.I,
)


def episode_claims(words: str, scopes: Scopes) -> Iterator[Claim]:
    for hit in _EPISODES.finditer(words):
        said = hit["n"] or hit["i"] or hit["k"] or hit["z"] or hit["z2"]
        count = number(said)
        before, after = words[max(0, hit.start() - 24) : hit.start()], words[hit.end() : hit.end() + 24]
        if count is None or count < 2 or _AFTER.match(after) or scopes.mentions_at(hit.start(), hit.end()):
            continue
        if _NOT_ALL.search(before) and not (
            _ENDED_AFTER.search(words[: hit.start()]) and before.rstrip().endswith("after")
        ):
            continue
        if re.search(
            r"live[- ]action|\bdrama\b|spin-?off|\bdub\b|実写|真人",
            words[max(0, hit.start() - 50) : hit.start()],
            re.I,
        ):
            continue
        if hit["n"] and re.search(r"\b(?:episodes?|chapters?|volumes?)\s+$", before, re.I):
            continue
        if hit["n"] and hit["n"].casefold() in ("a", "an", "one", "a couple of"):
            continue
        start = max(
            (
                m.end()
                for m in re.finditer(r"[;,，、]\s*(?:and\s+)?|\band\s+(?=ran|has|had|consist)", words[: hit.start()])
            ),
            default=0,
        )
        made = scopes.claim(Kind.EPISODES, str(count), start, hit.end(), at=hit.span())
        installment = made.installment
        if _ALL.search(words[max(0, hit.start() - 40) : hit.start()]) or _ALL_AFTER.match(words, hit.end()):
            installment = WHOLE
        if (
            re.search(r"\b(?:total of|in total|altogether|overall|across|combined)\b", before + " " + after, re.I)
            and installment is None
        ):
            installment = WHOLE
        disc = installment is None and _DISC.search(words[max(0, hit.start() - 50) : hit.start()])
        yield msgspec.structs.replace(made, installment=OVA if disc else installment)


_DISC = re.compile(r"(?<![A-Za-z])OVAs?(?![A-Za-z])")
_HAD = re.compile(
    rf"\b(?:had|has|have|got|gets|counts?|counted|comprised?|comprises|contains?|contained|stretch(?:ed|es) to|ran to|runs to|ran for|runs for|lasted|totall?ed)\s+(?:(?:just|only|all|of|for|a|mere|its|full|exactly|some)\s+)*(?P<n>{NUMBER})(?=\s*(?:[.,;!)–—]|and\b|but\b|in all|in total|altogether|too\b|$))",
    re.I,
)


def had_claims(words: str, scopes: Scopes) -> Iterator[Claim]:
    """`Season two had 24`: a number alone, where the season that has it is the subject."""
    for hit in _HAD.finditer(words):
        count = number(hit["n"])
        lead = words[: hit.start()]
        subject = list(re.finditer(r"\b(?:seasons?|series|batch|run|cour|outing|half|part|helping|one)\b", lead, re.I))
        if count is None or not 6 <= count <= 80 or not subject:
            continue
        between = lead[subject[-1].end() :]
        if len(between) > 45 or re.search(
            r"[.;:]|\b(?:who|viewers|fans|studio|manga|novel|chapters?|volumes?|director)\b", between, re.I
        ):
            continue
        yield scopes.claim(Kind.EPISODES, str(count), subject[-1].start(), hit.end(), at=hit.span())


_WORKS = re.compile(
    rf"\bhas\s+(?:only\s+)?(?P<n>{NUMBER})\s+(?:(?P<film>films?|movies?)|OVAs?|specials?)\s+so far|\bis (?P<sole>a single (?P<film2>film|movie)) so far"
    r"|これまでに(?P<k>\d{1,2})作の(?:(?P<film3>映画)|OVA|スペシャル)が|目前共有(?P<z>\d{1,2})部(?:(?P<film4>电影)|OVA|特别篇)",
    re.I,
)


def work_claims(words: str, scopes: Scopes) -> Iterator[Claim]:
    """How many films or discs a show that consists of them has."""
    for hit in _WORKS.finditer(words):
        count = 1 if hit["sole"] else number(hit["n"] or hit["k"] or hit["z"] or "")
        if count is not None:
            film = any(hit[name] for name in ("film", "film2", "film3", "film4"))
            made = scopes.claim(Kind.INSTALLMENTS, str(count), *hit.span())
            yield msgspec.structs.replace(made, installment=MOVIE if film else OVA, part=None, beside=None)


def installment_claims(words: str, scopes: Scopes) -> Iterator[Claim]:
    for hit in _INSTALLMENTS.finditer(words):
        said = hit["n"] or hit["n2"] or hit["n3"] or hit["n4"] or hit["k"] or hit["k2"] or hit["k3"]
        count = 1 if hit["sole"] or hit["sole2"] or (said or "").endswith("single") else number(said or "")
        if count is None or not 0 < count < 30:
            continue
        before = re.sub(r"^.*[”」》]", "", words[max(0, hit.start() - 30) : hit.start()])
        if re.search(
            r"\b(?:wait|another|more|next|least|want|need|would|could|if|manga|enough|material|hop\w+|deserves?)\b",
            before + words[hit.start() : hit.start("n") if hit["n"] else hit.start()],
            re.I,
        ):
            continue
        if (hit["only"] or "").casefold() in ("after", "for", "of", "across", "with") and not re.search(
            r"\b(?:so far|only|total|currently|ran|spann|ended|consist|aired|run|to date|under (?:its|the) belt|already)\w*",
            before + hit.group() + words[hit.end() : hit.end() + 20],
            re.I,
        ):
            continue
        made = scopes.claim(Kind.INSTALLMENTS, str(count), *hit.span())
        yield msgspec.structs.replace(made, installment=WHOLE, part=None)
