"""Words of an article that may be the title of a show."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from nextcour.articles.document import Document

# Japanese and Chinese go on behind a Latin name without a space.
_LETTER = r"(?:[^\W\u3005-\u30ff\u3400-\u9fff]|['’.!?:×&/+-]|;(?=\w))"
_CAP = rf"(?:[A-Z0-9]{_LETTER}*|[A-Z]{{2,}})"
_JOIN = r"(?:no|to|wa|ga|wo|o|ni|de|na|ka|mo|of|the|a|an|in|is|and|with|on|for|from|at|as|x|&|×|~|-|–)"
_RUN = re.compile(rf"(?<![\w]){_CAP}(?:[\s]+(?:{_JOIN}\s+){{0,3}}{_CAP})*")
_CUT = re.compile(r"\s*(?:[|?？！]\s|[:：–—|]\s|\s[-–—]\s|,\s|\s\(|\))\s*|[|｜?？]")
_NUMBERED = re.compile(r"^\s*(?:#?\d{1,3}\s*[.):、．]|no\.?\s*\d{1,3}[.:]?|[①-⑳]|第\d+位[：:]?)\s*", re.I)
MARKER = re.compile(
    r"\b(?:season|s)\s*\d{1,2}\b|\b(?:first|second|third|fourth|fifth|\d(?:st|nd|rd|th)|final|next)\s+(?:season|cour)\b|\banime\b"
    r"|第?\s*[\d二三四五]\s*[期季]|シーズン",
    re.I,
)
_KATAKANA = re.compile(r"[ァ-ヺー・＝]{4,30}")
_CJK_HEAD = re.compile(r"^[^\s、。,，：:|｜！!？?（）()]{2,40}")
_MARKER_CJK = re.compile(
    r"(?:第?\s*[\d一二三四五]+\s*[期季部]|シーズン\s*\d|続編|续作|续集|最終|の?2期|はいつ|什么时候|何时|会有).*$"
)
# What a heading says after a title.
_TAIL = re.compile(
    r"\s*(?:[:：–—|-]\s*)?(?:season\s+\d{1,2}|(?:\w+)\s+(?:season|film|movie|OVA|special))(?:\s+(?:release date|renewal status))?$"
    r"|\s*(?:第\s*\d{1,2}\s*[期季]|(?:映画|OVA|スペシャル)第\d{1,2}作|第\d{1,2}部(?:电影|OVA|特别篇))$",
    re.I,
)
# Words that are titles of shows, and far more often just words.
_WORDS = """
animation animated a about act action adventure after again air all alive anime another april august autumn back
best big black blade blue bright blood bridge case chapter charlotte children city clean clear clover code come
comic connect could crisis cross dark date day days dead death december demon director drama drive dream early earth
eden end episode episodes even every fall fantasy fans february film final first five flag for free friday friends
from game genesis ghost given god gold good great guide hand he heart heaven here hero high his home horror hot how
human ice idol if in iron is island it january japan japanese july june just key king kingdom last legend life light
like live love magic main man manga many march master may me memory mix monday monster month moon more most movie
music my mystery new news next night no november now october on one only original other our out overview part past
people play plot point power production pure rail real red release renewal return romance run sand saturday school
science season second secret september series seven she show slayer slow so soul space special spring star stars
starting status story studio summer sunday switch synopsis team teen ten that the there they third this three
thursday time today tokyo top trailer trigger tuesday two under until update verdict war wednesday we week what when
where which who why will winter wish wonder work working world year years yes yesterday you your plotline finale
シリーズ シーズン スペシャル アニメ エピソード セカンドシーズン サードシーズン ファイナルシーズン ファーストシーズン
cast characters staff streaming crunchyroll netflix hulu bangumi bilibili shonen jump weekly square enix kadokawa
shueisha kodansha english however meanwhile although while sci-fi platinum orange promise zero gate patalliro heat
cage flame witch hope trust bones arms shaft mappa actas
"""
_COMMON = frozenset(_WORDS.split())


class Candidate(msgspec.Struct, frozen=True):
    """Words that may be a title. `where` is heading, marked or body; `exact`: the words alone, without what a heading
    says beside them; `followed` by a word for a season or by "anime"; `whole`: not
    a part of a longer run of capitalised words."""

    text: str
    start: int
    end: int
    block: int
    where: str
    exact: bool = False
    followed: bool = False
    whole: bool = True


def is_common(text: str) -> bool:
    """Whether a word is far more often a word than a title."""
    return text.casefold().strip(" .!?:'’\"") in _COMMON


def candidates(document: Document) -> Iterator[Candidate]:
    """Likely titles, the likeliest first: headings, what is quoted or set in italics, runs of capitalised words."""
    heads = [document.title] if document.title not in {document.words(b) for b in document.blocks} else []
    for place, block in enumerate(document.blocks):
        if block.heading:
            words = document.words(block)
            yield from _of_heading(words, block.start, place)
            # "Given: the last note", and a text that writes the word as a name amid its sentences.
            lead = re.match(r"[A-Z]\w{2,}(?=\s*(?:[:|–—!?]|season\b))", words, re.I)
            if lead is not None and is_common(lead.group()) and _named_amid(document.text, lead.group()):
                yield Candidate(lead.group(), block.start, block.start + lead.end(), place, "heading", exact=True)
            # Nor is a word alone behind the number of a list anything but a name.
            item = _NUMBERED.sub("", words).strip()
            if item != words.strip() and " " not in item and len(item) >= 4 and is_common(item):
                yield Candidate(item, block.start, block.end, place, "heading", exact=True)
    for title in heads:
        yield from _of_heading(title, 0, 0)
    for start, end in document.marked:
        text = _NUMBERED.sub("", document.text[start:end]).strip(" ,.")
        if 2 <= len(text) <= 160:
            tail = bool(MARKER.match(document.text[end : end + 20].lstrip(' 」』》"”')))
            yield Candidate(text, start, end, 0, "marked", exact=True, followed=tail)
    for sentence in document.sentences:
        words = document.words(sentence)
        for run in _RUN.finditer(words):
            yield from _of_run(run, words, sentence.start, sentence.block)
        for kana in _KATAKANA.finditer(words):
            yield Candidate(
                kana.group(),
                sentence.start + kana.start(),
                sentence.start + kana.end(),
                sentence.block,
                "body",
                exact=True,
            )


def _named_amid(text: str, word: str) -> bool:
    return bool(re.search(rf"[a-z,]\s+{re.escape(word)}\b(?!\s+[A-Z])", text)) and word[:1].isupper()


def _of_heading(words: str, start: int, place: int) -> Iterator[Candidate]:
    bare = _NUMBERED.sub("", words).strip()
    bare = re.sub(r"^\W+|[\s:：.]+$", "", bare) or bare
    if not bare or is_common(bare):
        return
    if len(bare) <= 170:
        yield Candidate(bare, start, start + len(words), place, "heading", exact=False)
    shown = _TAIL.sub("", bare)
    if shown != bare and len(shown) <= 160 and not is_common(shown):
        yield Candidate(shown, start, start + len(words), place, "heading", exact=True)
    for piece in _CUT.split(bare):
        short = piece.strip(" .,:")
        if _TAIL.fullmatch(short):
            continue
        if 2 <= len(short) <= 90 and short != bare and not is_common(short):
            yield Candidate(short, start, start + len(words), place, "heading", exact=False)
    cjk = _CJK_HEAD.match(_MARKER_CJK.sub("", bare))
    if cjk and not cjk.group().isascii():
        yield Candidate(cjk.group().strip("「」『』《》【】"), start, start + len(words), place, "heading", exact=True)
    if bare.islower() and len(bare) <= 120:
        yield from _of_lower(bare, start, place)
    for run in _RUN.finditer(bare):
        for one in _of_run(run, bare, start, place):
            if (one.followed or not (len(one.text.split()) == 1 and is_common(one.text))) and len(one.text) >= 4:
                yield msgspec.structs.replace(one, where="heading" if one.followed or len(one.text) > 8 else "body")


def _of_lower(bare: str, start: int, place: int) -> Iterator[Candidate]:
    """Two to five words of a heading that has no capitals, as in a running text."""
    tokens = [(m.start(), m.end()) for m in re.finditer(r"[\w'’:!-]+", bare)]
    for size in range(min(5, len(tokens)), 1, -1):
        for first in range(min(8, len(tokens) - size + 1)):
            begin, end = tokens[first][0], tokens[first + size - 1][1]
            text = bare[begin:end].strip(":!'’-")
            if not any(is_common(word) or len(word) < 3 for word in (text.split()[0], text.split()[-1])):
                yield Candidate(text, start + begin, start + end, place, "body", exact=True, whole=False)


def _of_run(run: re.Match[str], words: str, offset: int, block: int) -> Iterator[Candidate]:
    """The run of capitalised words, and its parts, longest first."""
    tokens = [(m.start(), m.end()) for m in re.finditer(r"\S+", run.group())]
    seen: set[tuple[int, int]] = set()
    for size in range(min(len(tokens), 10), 0, -1):
        for first in range(len(tokens) - size + 1):
            if size < len(tokens) and len(tokens) > 8 and first > 2:
                continue
            start, end = run.start() + tokens[first][0], run.start() + tokens[first + size - 1][1]
            text = words[start:end].strip("\"'’,.:;()[]")
            text = re.sub(r"[’']s$", "", text)
            lead = text.split()[0] if text.split() else ""
            if (start, end) in seen or not lead or not (lead[0].isupper() or lead[0].isdigit()):
                continue
            followed = bool(MARKER.match(words[end : end + 24].lstrip(" ’'s")))
            if size == 1 and ((is_common(text) and not followed) or text.isdigit() or len(text) < 4):
                continue
            if text.split()[-1].casefold() in ("of", "the", "a", "in", "and", "for", "on", "is", "to", "with"):
                continue
            seen.add((start, end))
            yield Candidate(
                text,
                offset + start,
                offset + end,
                block,
                "body",
                exact=True,
                followed=followed,
                whole=_alone(run.group(), tokens, first, size),
            )


def _alone(run: str, tokens: list[tuple[int, int]], first: int, size: int) -> bool:
    """Whether no capitalised word stands directly beside these."""
    beside = [tokens[i] for i in (first - 1, first + size) if 0 <= i < len(tokens)]
    return all(run[start:end][:1].islower() for start, end in beside)


_STRANGER = re.compile(
    r"^(?:will there be (?:a )?|when (?:is|will|does) |is |everything (?:we know )?about )?(?P<t>[A-Z0-9][^|?\n]{1,80}?)\s*(?:[:,–—-]\s*)?\b(?:season|series)\s*\d{1,2}\b"
    r"|^(?:will there be (?:a )?)?(?:season \d{1,2}|(?:second|third|fourth|fifth|final|next) season) of (?P<t2>[A-Z0-9][^|?:\n]{1,80}?)(?:[?:|]|$)"
    r"|^\s*(?:\d{1,3}\s*[.)]|#\d{1,3}[:.]?)\s*(?P<t3>[A-Z0-9][^|?\n(–—]{1,70}?)\s*(?:\(|[–—]|$)",
    re.I,
)


# How headings ask and announce without naming a show: "Is There Going to Be a Season 2?", "What to Expect from Season 2".
_ASKS = re.compile(
    r"(?:is|are|will|does|do|did|has|have|can|could|should|would|when|what|why|how|who|where|everything)?\s*(?:is|are|will|does|do|did|can|could|should)?\s*"
    r"\b(?:there|it|this|that|we|you|they|he|she|fans|viewers|a|an|any|another|more|going|expect\w*|know|happen\w*|get(?:ting)?|need|about|to|our|my|your|the (?:anime|show|series|studio|story|wait|case|future|road|chances?|latest|official|first|second|next|verdict))\b",
    re.I,
)


def unknown_title(heading: str) -> str:
    """What looks like the title of a show in a heading that matched none; empty when nothing does."""
    found = _STRANGER.search(heading.strip())
    if found is None:
        return ""
    title = next((group for group in found.groups() if group), "").strip(" :,-–—'\"“”")
    if _ASKS.match(title) or _ASKS.match(heading):
        return ""
    words = [word for word in re.findall(r"\w+", title) if not is_common(word) and not word[0].islower()]
    return title if words else ""
