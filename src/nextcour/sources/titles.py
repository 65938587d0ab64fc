"""The names of an entry: cleaned, without repeats, with language and script."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Protocol

from rapidfuzz import fuzz

from nextcour.catalog.entry import Title, TitleKind
from nextcour.catalog.text import clean, script_of

# From this likeness on (0 to 100, letters and digits only) generated romaji adds nothing to a name that is there.
SAME_ROMAJI = 92.0
_SCRIPTS = {"ja": "Jpan", "zh-Hans": "Hans", "zh-Hant": "Hant"}
_LANGUAGES = {"Jpan": "ja", "Hans": "zh-Hans", "Hant": "zh-Hant", "Kore": "ko", "Cyrl": "ru"}


class Scribe(Protocol):
    """What is asked about Japanese and Chinese text; `sources.japanese.Japanese` answers."""

    def romaji(self, title: str) -> tuple[str, ...]: ...

    def chinese_script(self, text: str) -> str: ...


def _key(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _letters(text: str) -> str:
    return "".join(char for char in _key(text) if char.isalnum())


class TitleList:
    """Collects names of one entry in the order they are added: the first is the native title."""

    def __init__(self, scribe: Scribe) -> None:
        self._scribe = scribe
        self._titles: dict[str, Title] = {}

    def add(self, text: str, lang: str, kind: TitleKind, source: str) -> None:
        """Adds `text` unless it is empty or known. `lang` is what the source says, `und` when it says nothing.

        A language and a script that cannot go together are put right by the script: an English name in a list of
        Chinese ones is not Chinese.
        """
        text = clean(text)
        if not text or _key(text) in self._titles or not any(char.isalnum() for char in text):
            return
        script = script_of(text)
        if script == "Hani":
            script = _SCRIPTS.get(lang) or self._scribe.chinese_script(text)
        if script == "Latn":
            lang = lang if lang in ("en", "ja-Latn") or kind is TitleKind.NATIVE else "und"
        elif kind is not TitleKind.NATIVE and script in _LANGUAGES:
            lang = _LANGUAGES[script]
        self._titles[_key(text)] = Title(text, lang, script, kind, source)

    def add_all(self, texts: Iterable[str], lang: str, kind: TitleKind, source: str) -> None:
        for text in texts:
            self.add(text, lang, kind, source)

    def add_romaji(self, source: str) -> None:
        """Adds generated romaji of the native title where it is Japanese and no Latin name is much like it.

        The form with loan words in their own spelling is only added where no Latin name is given at all.
        """
        native = next(iter(self._titles.values()), None)
        if native is None or native.lang != "ja" or native.script == "Latn":
            return
        latin = [title.text for title in self._titles.values() if title.script == "Latn"]
        for text in self._scribe.romaji(native.text)[: 1 if latin else 2]:
            if script_of(text) == "Latn" and not any(
                fuzz.ratio(_letters(text), _letters(other)) >= SAME_ROMAJI for other in latin
            ):
                self.add(text, "ja-Latn", TitleKind.GENERATED, source)

    def titles(self) -> tuple[Title, ...]:
        return tuple(self._titles.values())
