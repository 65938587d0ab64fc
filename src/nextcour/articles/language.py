"""Which language an article is in, as far as it matters: English, Japanese and Chinese are read."""

from __future__ import annotations

import re

READ = ("en", "ja", "zh")
NAMES = {
    "es": "Spanish", "fr": "French", "de": "German", "pt": "Portuguese", "it": "Italian", "ru": "Russian",
    "ko": "Korean", "id": "Indonesian", "tr": "Turkish", "vi": "Vietnamese", "th": "Thai", "ar": "Arabic",
    "und": "a language not known here",
}  # fmt: skip
_WORDS = {
    "en": "the of and is to in was it for that with has on its are will be this have from a an not when what who how "
    "studio episodes season source director aired",
    "es": "el la de que y en los del las por con una para su se es al como más fue",
    "fr": "le la les des et en un une du que est pour dans au sur par plus avec ce été",
    "de": "der die das und ist von den mit zu im ein eine auf für sich nicht wird dem auch",
    "pt": "o a de que e do da em um para com não uma os no se na por mais foi",
    "it": "il di che e la per un in del con non una è della sono le si più alla da",
    "id": "yang dan di dari untuk dengan ini pada akan tidak adalah juga oleh ke dalam itu musim",
    "tr": "ve bir bu için ile olarak da de çok daha sezon ne ama gibi olan",
    "vi": "của và là có được cho trong một không những với các người này phần",
}
_SETS = {name: frozenset(words.split()) for name, words in _WORDS.items()}
_SCRIPTS = (("ko", "가", "힣"), ("ru", "Ѐ", "ӿ"), ("th", "฀", "๿"), ("ar", "؀", "ۿ"))


def language_of(text: str) -> str:
    """ISO 639-1 code of the language that most of `text` is in; `und` when it cannot be told."""
    sample = text[:20_000]
    letters = sum(char.isalpha() for char in sample)
    if not letters:
        return "und"
    kana = sum("\u3041" <= char <= "\u30ff" and char != "・" for char in sample)
    han = sum("\u4e00" <= char <= "\u9fff" for char in sample)
    if kana + han > 0.25 * letters:
        return "ja" if kana > 0.15 * (kana + han) else "zh"
    for code, first, last in _SCRIPTS:
        if sum(first <= char <= last for char in sample) > 0.3 * letters:
            return code
    words = re.findall(r"[^\W\d_]+", sample.casefold())
    hits = {name: sum(word in known for word in words) for name, known in _SETS.items()}
    best = max(hits, key=lambda name: (hits[name], name == "en"))
    if hits[best] == 0:
        return "en" if words and sample.isascii() else "und"
    # A few words alone ("a", "on") say little.
    return best if best == "en" or hits[best] > max(1.2 * hits["en"], 2) else "en"
