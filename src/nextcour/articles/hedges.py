"""Words by which an article says that it guesses, wishes or asks."""

from __future__ import annotations

import re

_HEDGE = re.compile(
    r"\b(?:could|might|may(?! \d| of| be (?:recalled|remembered|noted)| recall| remember)|would|should|perhaps|maybe|probably|likely|unlikely|possibly|hopefully|presumably|potentially"
    r"|expect(?:ed|s|ing)?|anticipat\w+|predict\w*|estimat\w+|speculat\w+|rumou?r\w*|forecasts?|probabilit\w+|hop(?:e|es|ing)|wish(?:es|ing)?|guess(?:es|ing)?"
    r"|(?:high|good|strong|slim|small|low|decent|real|every|fair|little|big|great) (?:chances?|possibilit\w+|likelihood|odds|probabilit\w+)"
    r"|chances? (?:are|of|that|is)|possibilit(?:y|ies)|odds (?:are|of)|we (?:think|believe|bet|feel)|I (?:think|believe|bet|feel|suspect)|in (?:my|our) opinion"
    r"|can(?:not|'t)? wait|we (?:need|have) to wait|fans (?:need|have) to wait|wait (?:a )?(?:couple|few)|don't be surprised|it is (?:very )?possible|seems?|appears?|almost certain(?:ly)?"
    r"|deserv\w+|if (?:the|there|it|we|all|everything|a|they|season|studio|this|that|sales)|in theory|at the earliest|sooner or later|bound to|want(?:s|ed)? to (?:see|know)|long[- ]overdue|fingers crossed|suspect(?! in)|reckon|hunch|pipe dream|(?:money|bet) is on|betting on|wager|doubt(?:s|ful)?|surely|not surprise|surprised if|shocked if|matter of time|(?:hold|holding) (?:your|my) breath|a feeling|will never|never will|won['’]t (?:happen|come|be (?:renewed|back))|I['’]d (?:bet|guess|put|say)|fifty-fifty|plausible|our (?:forecast|guess|bet)|my (?:guess|bet|forecast|prediction)|no reason to think)\b",
    re.I,
)
_HEDGE_CJK = re.compile(
    r"予測|確率|概率|几率|かもしれ|でしょう|だろう|可能性|期待|予想|と思|はず|のでは|噂|見込み|推測|濃厚|有力|可能会|可能在|或许|或許|也许|也許|大概|估计|估計|预计|預計|应该|應該|有望|预测|預測|猜测|猜測|希望|传闻|傳聞|期待"
)
# Titles hope and expect a lot.
_TITLED = re.compile(r"[《『][^》』]{1,80}[》』]|「[^「」。]{1,60}」")
_QUESTION = re.compile(r"[?？]\s*[\"'”’)」』]*\s*$")
# Facts stay facts beside these: what was expected has come, or only a part of the sentence is a guess.
_FIRM = re.compile(r"\b(?:officially|confirmed that|was|were|has been|had been|premiered|aired|ran)\b", re.I)


def is_question(words: str) -> bool:
    return bool(_QUESTION.search(words)) or bool(re.search(r"(?:吗|呢|か)[？?。]?$", words.strip()))


_DENIAL = re.compile(
    r"\bmyth\b|\b(?:that|this|which|it)(?:['’]s| is| was) (?:simply |just |plainly )?(?:wrong|false|not true|untrue|incorrect|nonsense|a lie)\b|\b(?:mistakenly|wrongly|falsely|incorrectly|erroneously)\b|\bcontrary to (?:popular belief|what)|[-–—,;]\s*(?:nope|wrong|not true|no way|false)\b|\bnope\s*[.!]?$|\bno,? (?:it|they|he|she) (?:did|was|is|does|has)(?:n['’]t| not)\b|不实|谣言|是假的|デマ|間違い",
    re.I,
)
_HEARSAY = re.compile(
    r"\b(?:(?:some|people|others|many|everybody|everyone|my \w+|a friend) (?:say|says|said|claim|claims|claimed|believe|believes)|rumou?rs? (?:has it|say|says)|claims (?:one|a|an|some)\b|says (?:one|a|an) (?:\w+ )?(?:leak|post|rumou?r)\w*|cites? no source|it is (?:often |widely )?(?:said|reported|claimed|rumou?red)|(?:is|are|was) (?:said|reported|claimed|rumou?red|alleged) to|hearsay|reportedly|allegedly|supposedly|apparently|according to (?:a|an|one|some|fans|rumou?rs?|leak\w*)|word (?:is|has it))\b"
    r"|\b(?:I (?:once |have |had )?(?:hear|heard|read)|told me|they say|(?:some|every)(?:body|one) (?:says?|claims?|insists?|swears?))\b|有人说|据说|據說|传言|傳言|という噂|らしい(?=[。、！が]|です|けど|よ|$)",
    re.I,
)


def is_denial(words: str) -> bool:
    """Whether a sentence calls what it says wrong."""
    return bool(_DENIAL.search(words))


def is_hearsay(words: str) -> bool:
    """Whether a sentence reports what others say: a claim, which is not held against the article."""
    return bool(_HEARSAY.search(untitled(words)))


def untitled(words: str) -> str:
    """`words` without Japanese and Chinese titles in their brackets."""
    return _TITLED.sub("", words)


def is_hedged(words: str) -> bool:
    """Whether `words` guess or wish somewhere."""
    return bool(_HEDGE.search(words) or _HEDGE_CJK.search(untitled(words)))


def hedge_near(words: str, start: int, end: int) -> bool:
    """Whether what stands from `start` to `end` is itself guessed: a hedge in the same clause."""
    first, last = clause_around(words, start, end)
    # What comes long after ("in my possibly bootleg box set") is about something else.
    return is_hedged(words[first : min(last, end + HEDGE_AFTER)])


HEDGE_AFTER = 30  # characters
_CLAUSE = re.compile(
    r";(?=\s|$)|,\s+(?:and|but|while|though|although|so|yet|which|whereas)\b|\b(?:but|although|though|whereas)\b|，(?:但|不过|而)|が、|けど、"
)


def clause_around(words: str, start: int, end: int) -> tuple[int, int]:
    """First and last place of the clause around `start` to `end`."""
    first = max((m.end() for m in _CLAUSE.finditer(words, 0, start)), default=0)
    after = _CLAUSE.search(words, end)
    return first, after.start() if after else len(words)
