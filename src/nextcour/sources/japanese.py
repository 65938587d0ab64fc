"""Japanese text with a dictionary: romaji for titles, and whether a tag looks like a person's name.

Needs the `sources` extra (cutlet with UniDic Lite, OpenCC). Nothing here is imported when a question is answered.
"""

from __future__ import annotations

import re

import cutlet
import opencc

from nextcour.catalog.people import NameShape
from nextcour.catalog.text import clean

# Traditional characters that names are written with, and their Japanese forms: OpenCC turns simplified characters into
# traditional ones, and the dictionary knows many names only in the Japanese form.
_OLD = (
    "櫻澤邊邉齋齊廣國龍瀧濱寶壽藏惠眞德顯榮來學會圓豐戶髙﨑與嶽嶋條彌淺鐵萬黑綠靜穗濟驛繪絲實爲戀縣曉澁莊聰聽飯麥鄉瀨緖賴晝勳佛禮辯冨塚步亞滿勸圖"
    "對擇藝獻團劍燈歸歡權氣畫發縱聲臺舊藥覺譯讀變轉關雙靈黨龜彥吳產顏祿淸郞每橫卷增曆稻搖遙謠槇堯峽溪莖輕惡壓圍醫隱營衞鹽奧應歐假價擴樂觀戲據擧區"
    "薰經繼圈檢險嚴效恆處將稱燒乘淨愼粹數攝專禪壯裝續帶單膽遲鑄廳傳點當盜獨惱腦拜賣髮拔祕竝餘譽亂覽兩獵凉"
)
_NEW = (
    "桜沢辺辺斎斉広国竜滝浜宝寿蔵恵真徳顕栄来学会円豊戸高崎与岳島条弥浅鉄万黒緑静穂済駅絵糸実為恋県暁渋荘聡聴飯麦郷瀬緒頼昼勲仏礼弁富塚歩亜満勧図"
    "対択芸献団剣灯帰歓権気画発縦声台旧薬覚訳読変転関双霊党亀彦呉産顔禄清郎毎横巻増暦稲揺遥謡槙尭峡渓茎軽悪圧囲医隠営衛塩奥応欧仮価拡楽観戯拠挙区"
    "薫経継圏検険厳効恒処将称焼乗浄慎粋数摂専禅壮装続帯単胆遅鋳庁伝点当盗独悩脳拝売髪抜秘並余誉乱覧両猟涼"
)
_JAPANESE_FORMS = str.maketrans(_OLD, _NEW)
_NAME_LIKE = re.compile(r"[\u3005\u3041-\u3096\u30a1-\u30fa\u3400-\u9fff]{3,8}")
_GIVEN_LIKE = re.compile(r"[\u3400-\u9fff\u3005]{1,3}|[\u3041-\u3096]{2,4}|[\u30a1-\u30fa]{2,4}")
_PERSON = "人名"
_SURNAME = "姓"
_SPACED = re.compile(r"\s+([!?！？.,:;)\]}~])")
_EDGES = re.compile(r"^[\s\-~・]+|[\s\-~・]+$")


class Japanese:
    """Loads the dictionaries once (0.1 s). Same text, same answer, for the same versions of the libraries."""

    def __init__(self) -> None:
        self._plain = cutlet.Cutlet("hepburn")
        self._plain.use_foreign_spelling = False
        self._foreign = cutlet.Cutlet("hepburn")
        self._traditional = opencc.OpenCC("s2t")
        self._simplified = opencc.OpenCC("t2s")

    def romaji(self, title: str) -> tuple[str, ...]:
        """Hepburn romaji of a Japanese `title`: as it sounds (`doraibu`), and, where it differs, with loan words in
        their own spelling (`drive`). Readings are the dictionary's and sometimes wrong. Empty when nothing comes out.
        """
        asked = title.count("?") + title.count("？")
        made = (self._tidy(engine.romaji(title)) for engine in (self._plain, self._foreign))
        # The library writes "?" for a character that it has no reading for.
        return tuple(
            dict.fromkeys(text for text in made if text.count("?") <= asked and any(char.isalpha() for char in text))
        )

    @staticmethod
    def _tidy(text: str) -> str:
        return _EDGES.sub("", _SPACED.sub(r"\1", clean(text)))

    def chinese_script(self, text: str) -> str:
        """`Hant` when `text` holds characters that only traditional writing has, else `Hans`."""
        return "Hant" if self._simplified.convert(text) != text and self._traditional.convert(text) == text else "Hans"

    def spelling(self, name: str) -> str:
        """`name` in Japanese characters, for comparing."""
        return str(self._traditional.convert(name)).translate(_JAPANESE_FORMS)

    def name_shape(self, tag: str) -> NameShape:
        """How much `tag` looks like a person's name, in any of its spellings."""
        if not _NAME_LIKE.fullmatch(tag):
            return NameShape.NONE
        traditional = str(self._traditional.convert(tag))
        spellings = dict.fromkeys((tag, traditional, traditional.translate(_JAPANESE_FORMS)))
        return max(self._shape(spelling) for spelling in spellings)

    def _shape(self, text: str) -> NameShape:
        words = [(word.surface, word.feature.pos3, word.feature.pos4) for word in self._plain.tagger(text)]
        if not words or words[0][1] != _PERSON:
            return NameShape.NONE
        if len(words) >= 2 and all(kind == _PERSON for _, kind, _ in words):
            return NameShape.FULL
        surname = words[0][0]
        rest = text[len(surname) :]
        if words[0][2] == _SURNAME and len(surname) >= 2 and _GIVEN_LIKE.fullmatch(rest):
            return NameShape.SURNAME
        return NameShape.NONE
