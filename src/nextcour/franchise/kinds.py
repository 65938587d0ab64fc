"""What kind of thing an entry is: a candidate for a main line, or an extra, and which."""

from __future__ import annotations

import re

from nextcour.catalog.entry import Entry, Format, TitleKind
from nextcour.franchise.model import Relation
from nextcour.franchise.title_base import NUMERAL, normal, read

SERIES = frozenset((Format.TV, Format.TV_SHORT, Format.ONA))
SHORT_RUN = 14  # days: a TV entry that ends sooner is a special, unless it is a season released at once
TRUE_RUN = 28  # days on air after which an entry is a series whatever its TMDB id or tags say

_RECAP = re.compile(
    r"総集[編篇]|总集[编篇]|總集[編篇]|特別編集|特别编集|特别编辑|特別編輯|スペシャル・エディ|ダイジェスト|再放送|新編集|再編集|再構成"
    r"|再編成|編集版|振り返り|リピート|おさらい|名場面|セレクション$|ディレクターズカット|リマスター|リミックス版|コンプリート版|剪辑版|特别剪辑"
    r"|\brecaps?\b|\bdigest\b|director'?s cut|tv edition|special edited"
)
_SPIN = re.compile(
    r"ミニアニメ|ちょこっとアニメ|小劇場|小剧场|休憩時間|番外|外伝|スピンオフ|放送局|スペシャル$|スペシャルアニメ|\bspecials?$"
    r"|ショートアニメ|ミニドラマ|\bshort story$|\blite$"
)
# Words of small figures: they make a side piece of a short, and are a part of the name of a series.
_SMALL = re.compile(r"ぷち|プチ|ちび|でふぉるめ|かのん|\bpetit\b|\bmini\b|\bchibi\b")
_SPECIAL = re.compile(r"特別[編篇]|特别[编篇]")
_SIDE = re.compile(r"外伝|外传|外傳|番外|スピンオフ|\bspin-?off\b|\bgaiden\b|\bside story\b")
_KIND_WORDS = re.compile(
    r"(?:完全新作)?(?:新作)?(?:新)?劇場(?:版|アニメ(?:ーション)?|長編|用|先行版)?(?:総集[編篇])?|(?:長編)?映画|(?:新)?剧场版"
    r"|電影版?|电影版?|総集[編篇]|总集[编篇]|特別編集版?|新編集版|特別[編篇]|特别[编篇]|スペシャル"
    r"|\b(?:the )?movie(?: edition)?\b|\bfilm\b|\bgekijouban\b|\beiga\b|\b(?:ova|oad|oav)\b|\bspecials?\b|\btvsp\b"
)


def strip_kind_words(text: str) -> str:
    """`text` without words such as 劇場版, The Movie or OVA, which tell the kind and not the name."""
    spaced = normal(text)
    if not _KIND_WORDS.search(spaced):
        return text
    stripped = _KIND_WORDS.sub(" ", spaced).strip(" -:~")
    return stripped if len(re.sub(r"[\W_]", "", stripped)) >= 2 else text


def is_recap(entry: Entry) -> bool:
    """A retelling of episodes that exist: compilation, new edit, rerun."""
    # Viewers tag 总集篇 what contains a summary, too: a continuation they also tag 续作 is no recap.
    tagged = "总集篇" in entry.tags and "续作" not in entry.tags
    return tagged or any(
        _RECAP.search(normal(title.text))
        for title in entry.titles
        if title.kind in (TitleKind.NATIVE, TitleKind.TRANSLATED)
    )


def is_spin_off(entry: Entry) -> bool:
    """Named or tagged as a side piece: mini anime, side story, theatre of small figures."""
    title = normal(entry.title)
    if {"番外", "小剧场"} & set(entry.tags) or _SPIN.search(title):
        return True
    return entry.format is not Format.TV and entry.format is not Format.MOVIE and bool(_SMALL.search(title))


def names_side_story(title: str) -> bool:
    """A title that calls the piece a side story of something else."""
    return bool(_SIDE.search(normal(title)))


def days_on_air(entry: Entry) -> int | None:
    """Days from premiere to finale; None when the finale is unknown."""
    first, last = entry.premiere.earliest, entry.finale.latest
    return None if first is None or last is None else (last - first).days


def _stated_special(entry: Entry) -> bool:
    """A long special that carries on a season under the season's own name (終物語 第2期 in two evenings)."""
    if entry.format not in SERIES | {Format.SPECIAL} or "续作" not in entry.tags or is_spin_off(entry):
        return False
    native = read(entry.title)
    return native.final or (native.season or 0) >= 2


def is_season_on_disc(entry: Entry) -> bool:
    """An OVA that is a numbered season of a series: its own title and TMDB give it the same number.

    Only where the same TMDB show holds a series; that is for the caller to check."""
    if entry.format is not Format.OVA or entry.tmdb_episode is not None or (entry.tmdb_season or 0) < 2:
        return False
    native = read(entry.title)
    return native.season == entry.tmdb_season and native.strength >= NUMERAL


def is_main(entry: Entry) -> bool:
    """May be an installment of a main line: a series that is no recap, no special and no side piece."""
    if is_recap(entry):
        return False
    if _stated_special(entry):
        return True
    if entry.format not in SERIES or entry.tmdb_season == 0:
        return False
    days = days_on_air(entry)
    film = (entry.ids.tmdb or "").startswith("movie/")
    if is_spin_off(entry) or _SPECIAL.search(normal(entry.title)):
        return False
    if days is not None and days < SHORT_RUN:
        if film or (entry.tmdb_episode is not None and entry.tmdb_episode > 1):
            return False
        if {"SP", "剧场版", "TVSP"} & set(entry.tags):
            return False
        return entry.tmdb_show is not None or (entry.episodes or 0) >= 3
    if film and (days is None or days < TRUE_RUN):
        return False
    return not ("TVSP" in entry.tags and (days is None or days < TRUE_RUN))


def extra_relation(entry: Entry) -> Relation:
    """What an entry that is on no main line is to its franchise."""
    if is_recap(entry):
        return Relation.RECAP
    if entry.format is Format.MOVIE:
        return Relation.MOVIE
    if entry.format is Format.OVA:
        return Relation.OVA
    if entry.format is Format.TV_SHORT:
        return Relation.SHORT
    if is_spin_off(entry):
        return Relation.SPIN_OFF
    return Relation.SPECIAL
