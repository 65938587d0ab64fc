"""Pages of `nextcour write` as `nextcour check` sees them, with what each sentence was made from.

A page's sentences come from methods of `articles.words.speech.Speech`, which take the facts as small structs.
`Recorder` keeps these calls, so that one fact of one sentence can be changed and told again in the page's own words, in
every language (`bench/check_changes.py`).
"""

from __future__ import annotations

import datetime as dt
import random
from typing import Any, NamedTuple, cast

from msgspec.structs import replace

from nextcour.answers.answer import Outcome
from nextcour.answers.looking import looked_at
from nextcour.answers.view import LineView, line_view
from nextcour.articles.checked import Checked
from nextcour.articles.edition import Edition, Lang, Section, Sentence
from nextcour.articles.prose_about import about, so_far
from nextcour.articles.prose_outlook import release, renewal
from nextcour.articles.prose_page import Page
from nextcour.articles.words.speech import Speech
from nextcour.articles.writing import edition_of
from nextcour.articles.writing_markdown import render_markdown
from nextcour.bootstrap import Engine
from nextcour.checking import check_text
from nextcour.facts.views import Cut

DAY = dt.date(2026, 11, 25)


class Call(NamedTuple):
    """A sentence and the method and arguments that it came from."""

    name: str
    args: tuple[Any, ...]
    text: str


class Recorder:
    """A `Speech` that keeps what it was asked to say."""

    def __init__(self, speech: Speech) -> None:
        self.speech = speech
        self.calls: list[Call] = []

    def __getattr__(self, name: str) -> Any:
        method = getattr(self.speech, name)

        def told(*args: Any) -> Any:
            text = method(*args)
            if isinstance(text, str):
                self.calls.append(Call(name, args, text))
            return text

        return told


class Written(NamedTuple):
    """The page about a line. `calls` are those whose text is a sentence of it, in order."""

    line: str
    edition: Edition
    view: LineView
    speech: Speech
    calls: tuple[Call, ...]


def line_ids(engine: Engine, seed: int | None = None) -> list[str]:
    """Ids of all lines, in order of their names, or with `seed` in a random one."""
    homes = dict.fromkeys(row.franchise for row in engine.library.rows())
    names = sorted(line.id for home in homes for line in engine.library.franchise(home).lines)
    if seed is not None:
        random.Random(seed).shuffle(names)
    return names


def write(engine: Engine, line_id: str, lang: Lang, day: dt.date = DAY) -> Written | None:
    """The page as of `day`; None where nothing of the show is known."""
    answer = engine.ask(f"id:{line_id}", day, with_facts=False)
    if answer.outcome is not Outcome.ANSWERED or answer.franchise is None:
        return None
    library = engine.library
    franchise = library.franchise(answer.franchise.id)
    line = next(one for one in franchise.lines if one.id == answer.franchise.line)
    cut = Cut(min(day, looked_at(line, library)), answer.strict, day)
    view = line_view(franchise, line, library, cut)
    if not view.seasons:
        return None
    edition = edition_of(answer, library, day, lang)
    page = Page(view, answer, library, cut, lang)
    recorder = Recorder(page.speech)
    page.speech = cast(Speech, recorder)
    told = {
        sentence.text for section in (about, so_far, renewal, release) for sentence in section(page)
    }  # exhausts them, so that every call is made
    calls = tuple(call for call in recorder.calls if call.text in told)
    return Written(line_id, edition, view, recorder.speech, calls)


def with_sentence(edition: Edition, old: str, new: str) -> Edition:
    """`edition` with the sentence `old` told as `new`, the first time that it stands there."""
    return _changed(edition, old, lambda one: (replace(one, text=new),))


def with_added(edition: Edition, after: str, new: str) -> Edition:
    """`edition` with a sentence `new` behind the sentence `after`."""
    return _changed(edition, after, lambda one: (one, replace(one, text=new)))


def _changed(edition: Edition, old: str, made: Any) -> Edition:
    sections: list[Section] = []
    done = False
    for section in edition.sections:
        sentences: list[Sentence] = []
        for one in section.sentences:
            hit = not done and one.text == old
            sentences += made(one) if hit else (one,)
            done = done or hit
        sections.append(replace(section, sentences=tuple(sentences)))
    if not done:
        raise ValueError(f"no such sentence: {old}")
    return replace(edition, sections=tuple(sections))


def check_page(engine: Engine, edition: Edition, day: dt.date = DAY, published: dt.date | None = None) -> Checked:
    """The page checked as a file that somebody hands in."""
    return check_text(render_markdown(edition), "text/markdown", engine, day, published=published)
