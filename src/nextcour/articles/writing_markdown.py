"""An edition as Markdown (CommonMark with footnotes). Titles and all else are text: nothing in them is markup."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nextcour.articles.edition import Edition, Footnote, Sentence
from nextcour.articles.footnotes import safe_url

_MARKS = re.compile(r"([\\`*_{}\[\]|~#$^])")
# Bare addresses become links in many renderers; so does an e-mail address.
_BARE = re.compile(r"(://)|((?<![\w.])www\.)|(@(?=[\w-]+\.))", re.I)
_REFERENCE = re.compile(r"&(?=#?\w{1,32};)")
_ENTITIES = {"<": "&lt;", ">": "&gt;"}
_BARE_ENTITIES = {"://": "\\://", "@": "\\@"}
_START = re.compile(r"^(\d+)([.)])|^([-+=])")
# Japanese and Chinese put no space between sentences.
_BETWEEN = {"en": " ", "ja": "", "zh": ""}


def escaped(text: str) -> str:
    """`text` so that a renderer shows exactly it, on one line, wherever it stands."""
    text = " ".join(text.split())
    text = _MARKS.sub(r"\\\1", text)
    text = re.sub("[<>]", lambda m: _ENTITIES[m[0]], _REFERENCE.sub("&amp;", text))
    text = _BARE.sub(lambda m: _BARE_ENTITIES.get(m[0].lower(), m[0][:-1] + "\\."), text)
    return _START.sub(lambda m: f"{m[1]}\\{m[2]}" if m[1] else f"\\{m[3]}", text)


def render_markdown(edition: Edition) -> str:
    """The whole page, ending in a line break."""
    blocks = [f"# {escaped(edition.heading)}"]
    for section in edition.sections:
        blocks.append(f"## {escaped(section.heading)}")
        blocks.extend(_blocks(section.sentences, _BETWEEN[edition.lang.value]))
    blocks.append(f"## {escaped(edition.notes_heading)}")
    blocks.append("\n".join(_note(note) for note in edition.footnotes))
    return "\n\n".join(blocks) + "\n"


def _blocks(sentences: tuple[Sentence, ...], between: str) -> Iterator[str]:
    """Paragraphs and lists, in order."""
    start = 0
    for at in range(1, len(sentences) + 1):
        if at < len(sentences) and sentences[at].item == sentences[start].item:
            continue
        told = [_sentence(sentence) for sentence in sentences[start:at]]
        yield "\n".join(f"- {one}" for one in told) if sentences[start].item else between.join(told)
        start = at


def _sentence(sentence: Sentence) -> str:
    return escaped(sentence.text) + "".join(f"[^{number}]" for number in sentence.notes)


def _note(note: Footnote) -> str:
    url = safe_url(note.url)
    link = f" <{url}>" if url else ""
    return f"[^{note.number}]: {escaped(note.text)}{link}"
