"""The sentences of a written page in each language: one class a language, all with the methods of `speech.Speech`."""

from __future__ import annotations

from nextcour.articles.edition import Lang
from nextcour.articles.words.chinese import Chinese
from nextcour.articles.words.english import English
from nextcour.articles.words.japanese import Japanese
from nextcour.articles.words.speech import Speech

_SPEECHES: dict[Lang, Speech] = {Lang.EN: English(), Lang.JA: Japanese(), Lang.ZH: Chinese()}


def speech_of(lang: Lang) -> Speech:
    return _SPEECHES[lang]
