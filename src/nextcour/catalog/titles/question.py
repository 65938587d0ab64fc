"""Peels the words of a question from a title: `will … come back`, `いつ`, `什么时候出`.

A word of a question may be part of a title (When They Cry, Is the Order a Rabbit?), so every stage is kept and
matching decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from nextcour.catalog.titles.markers import tidy

MAX_STAGES = 3  # how many stages of peeling are kept at each end
MAX_PEELED = 24  # words taken from one end; nobody asks with more

_KNOW = r"(?:(?:do|does|did) )?(?:you|we|anyone|anybody|they)(?: guys)? (?:know|think)(?: if| when| whether)?"
_DATE = r"(?:(?:release|air|premiere|start)(?:ing)? )?dates? (?:of|for)"
_NEWS = r"(?:any|latest)? ?(?:news|updates?|word|info|information|rumou?rs?)(?: on| about| of| for| regarding)?"
_FRONT = (
    r"so|hey|hi|ok(?:ay)?|please|pls|and|but",
    _KNOW,
    r"(?:tell me|i want to know|i wonder|wondering)(?: if| when| whether)?",
    r"is it true(?: that)?",
    _NEWS,
    rf"(?:what'?s?(?: is)?|whats) (?:the )?{_DATE}",
    rf"(?:the )?{_DATE}",
    r"(?:the )?(?:status|future|fate) of",
    r"what (?:happened|is happening|about)(?: to| with)?",
    r"how (?:soon|long|many)(?: until| till| before)?",
    r"when|where|whens|when's|will|is|are|was|does|do|did|has|have|can|should|would|could|why",
    r"there(?: going to| gonna| ever)?(?: be)?",
    r"going to|gonna|ever|be|we|i|they|get|getting|make|making|see|expect|watch|coming|come|out|release|air",
    r"(?:seasons?|episodes?|series) of",
    r"of|for|to|on|about|the|a|an|new|next|another|more",
    r"(?:tv )?anime",
)
_KINDS = r"(?:estimated |expected |official |possible )?"
_DONE = r"released|renewed|confirmed|announced|cancell?ed|continued|made|aired|dropped|finished"
_BACK = (
    rf"{_KINDS}(?:release|air|airing|premiere|start|broadcast)(?: ?date| schedule| time)?",
    rf"(?:be |been |get |getting |being |gets |got |is |was )?(?:{_DONE})(?: yet| or not)?",
    r"(?:come|comes|coming|be|is|it's|its|return|getting)? ?(?:back|out|soon)(?: again| soon)?",
    r"return|returns|returning|continue|continues|renew|renewal|happen|happening|happens|coming|come|comes",
    r"start|starts|starting|premieres?|drop|drops|airs?|resume|exist|end|ended|ending|over|dead",
    r"ever|again|soon|when|yet|already|now|still|or not|or no|or cancell?ed|anymore|any ?time soon",
    r"this year|next year|today|please|pls|plz|lol|bro",
    r"news|updates?|status|info|information|confirmation|announcement|rumou?rs?|countdown|trailer|reddit|wiki|mal",
    r"(?:in|for|by) (?:19|20)\d\d",
    r"be|is|are|was|will|would|there|there be|it|its|it's|get|gets|getting|have|has|had|going to|gonna",
    r"planned|possible|likely|to|of|for|on|a|an|another|the|any|new|more",
    r"(?:tv )?(?:anime|series|show|tv)",
    r"date|on netflix|on crunchyroll|on hulu",
)
_JA_FRONT = (r"(?:tv|テレビ)?アニメ", "ねえ", "教えて", "次に", "新作")
_JA_BACK = (
    r"いつ(?:から|頃|ごろ|やる|まで)?|何時|何月|何年",
    r"放送(?:日|開始|時期|予定|される)?|配信(?:日|開始)?|公開(?:日|予定)?",
    r"(?:制作|製作)?決定(?:した|してる|している|済み)?|発表(?:された|されて|は)?",
    r"最新(?:情報)?|情報|可能性|ありますか|あるの|ある|やるの|やりますか|やります|やる|出るの|出ますか|出る|でる",
    r"来るの|来る|くる|始まりますか|始まるの|始まる|はじまる|まだ|もう|復活|再開|打ち切り|終わり|終了|ない|なし",
    r"アニメ(?:化)?|でしょうか|ですか|です|します|する|される|か|の|は|が|って|を|に|も|ね|よ",
)
_ZH_FRONT = ("请问", "請問", "想问", "想問", "求问", "动[画漫]", "動[畫漫]", "新番", "为什么", "為什麼", "为啥", "到底")
_ZH_BACK = (
    r"(?:大[概约]|究竟|到底)?(?:什[么麼]|甚麼|啥)(?:时候|時候|时间|時間)",
    r"几时|幾時|何时|何時|多久|哪[年天]|几月|幾月|会不会|會不會|有没有|有沒有|是不是|出不出",
    r"最新消息|消息|播出时间|播出時間|上映时间|上映時間|时间|時間|日期|定档|定檔|官宣|公布|宣布",
    r"更新|播出|播放|开播|開播|上映|上线|上線|回归|回歸|制作|製作|确定|確定|出来|出來",
    r"还会|還會|会|會|还|還|能|要|才|将|將|有|没有|沒有|没|出|播|拍|做|来|來",
    r"吗|嗎|呢|啊|么|麼|吧|了|的|是|动[画漫]|動[畫漫]",
)
_KO_BACK = (r"언제(?: 나와| 나오나요| 방영)?|나오나요|나와요?|방영일?|방송|결정|확정|후속|나올까요?",)


class _Peeler:
    """Takes words off one end of a text, by a pattern compiled when first needed: to compile all costs an answer more
    than to match. A `latin` one matches nothing without a Latin letter, another nothing in plain ASCII."""

    def __init__(self, before: str, words: tuple[str, ...], after: str, *, latin: bool = False) -> None:
        self._source = f"{before}(?:{'|'.join(words)}){after}"
        self._latin = latin
        self._compiled: re.Pattern[str] | None = None

    def peel(self, text: str) -> str:
        """Lower-case `text` without its first match, stripped."""
        if _LATIN.search(text) is None if self._latin else text.isascii():
            return text.strip()
        if self._compiled is None:
            self._compiled = re.compile(self._source)
        return self._compiled.sub("", text, count=1).strip()


_LATIN = re.compile("[a-z]")
# Latin words end where Latin letters do; the other scripts have no such bounds.
_LEADS = (
    _Peeler("^", _FRONT, r"(?![a-z0-9'])[\s,:;\-]*", latin=True),
    _Peeler("^", _JA_FRONT, r"[\s「『:、,の]*"),
    _Peeler("^", _ZH_FRONT, r"[\s《「:,,、]*"),
)
_TRAILS = (
    _Peeler(r"(?:(?<![a-z0-9'])|(?<=\d))", _BACK, r"\W*$", latin=True),
    _Peeler("", _JA_BACK, r"[\s?!。、]*$"),
    _Peeler("", _ZH_BACK, r"[\s?!。,,、]*$"),
    _Peeler("", _KO_BACK, r"[\s?!.]*$"),
)


def _stages(text: str, peelers: tuple[_Peeler, ...]) -> list[str]:
    """`text`, then what is left after each peeling from one end; never empty text."""
    stages = [text]
    while len(stages) <= MAX_PEELED:
        for peeler in peelers:
            peeled = peeler.peel(stages[-1])
            if peeled and peeled != stages[-1]:
                stages.append(peeled)
                break
        else:
            break
    if len(stages) > MAX_STAGES:
        return [*stages[: MAX_STAGES - 1], stages[-1]]
    return stages


def is_hollow(text: str) -> bool:
    """True when lower-case `text` is nothing but the words of a question (`when will it come back`)."""
    for _ in range(MAX_PEELED):
        before = text
        for peeler in (*_TRAILS, *_LEADS):
            text = peeler.peel(text)
        if not text or text == before:
            break
    return not text


def peel(text: str) -> Iterator[tuple[str, int]]:
    """What lower-case `text` may be without the words of a question, with how many ends were peeled (0, 1 or 2).

    The text itself first, then the most peeled one, then what lies between. Distinct, never empty.
    """
    seen = {text}
    yield text, 0
    ends = _stages(text, _TRAILS)
    found: list[tuple[str, int]] = []
    for end_index, end in enumerate(reversed(ends)):
        starts = _stages(end, _LEADS)
        for start_index, start in enumerate(reversed(starts)):
            depth = (end_index < len(ends) - 1) + (start_index < len(starts) - 1)
            found.append((tidy(start) or start, depth))
    found.sort(key=lambda item: -item[1])
    for stage, depth in found:
        if stage not in seen:
            seen.add(stage)
            yield stage, depth
