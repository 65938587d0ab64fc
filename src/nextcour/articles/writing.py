"""The page about a show, from its answer and the library. Pure: the day is an argument."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import msgspec

from nextcour.answers.answer import Answer
from nextcour.answers.library import Library
from nextcour.answers.looking import looked_at
from nextcour.answers.view import LineView, line_view
from nextcour.articles.edition import SCHEMA_VERSION, Edition, Lang, Section, Sentence
from nextcour.articles.footnotes import Notes
from nextcour.articles.prose_about import about, so_far
from nextcour.articles.prose_changes import changed
from nextcour.articles.prose_outlook import release, renewal
from nextcour.articles.prose_page import Page
from nextcour.articles.prose_parts import Noun, Which
from nextcour.articles.prose_story import Story, told_story
from nextcour.articles.words import speech_of
from nextcour.facts.views import Cut


class Earlier(msgspec.Struct, frozen=True):
    """The earlier edition to compare with: its day, and the answer about the same show as of that day."""

    since: dt.date
    answer: Answer


def edition_of(
    answer: Answer,
    library: Library,
    day: dt.date,
    lang: Lang,
    *,
    earlier: Earlier | None = None,
    story: Story | None = None,
) -> Edition:
    """The page about the show of `answer`, which was made from `library` as of `day`.

    With `earlier` it begins with what has changed; with `story` it has a synopsis, or says that there is none. Raises
    ValueError for an answer that names no show.
    """
    if answer.franchise is None:
        raise ValueError("the answer names no show")
    franchise = library.franchise(answer.franchise.id)
    line = next(line for line in franchise.lines if line.id == answer.franchise.line)
    cut = Cut(min(day, looked_at(line, library)), answer.strict, day)
    view = line_view(franchise, line, library, cut)
    if not view.seasons:
        return _unheard(view, library, cut, lang)
    page = Page(view, answer, library, cut, lang)
    made: list[tuple[str, Iterable[Sentence]]] = []
    if earlier is not None:
        made.append(("changes", changed(page, earlier.since, earlier.answer)))
    made.append(("about", about(page)))
    if story is not None:
        made.append(("story", told_story(page, story)))
    made += [("so-far", so_far(page)), ("renewal", renewal(page)), ("release", release(page))]
    return _edition(made, page.standing.which, line.id, lang, page.notes, cut.day, earlier)


def _unheard(view: LineView, library: Library, cut: Cut, lang: Lang) -> Edition:
    """Of a show that is in the catalogue and was not known on the day."""
    speech = speech_of(lang)
    notes = Notes(library, cut, speech)
    title = speech.title(library.entry(view.line.installments[0].parts[0]))
    said = Sentence(speech.unheard(title, cut.day), (notes.absence(),))
    return _edition([("about", [said])], Which(title, Noun.SEASON, 1), view.line.id, lang, notes, cut.day, None)


def _edition(
    made: Iterable[tuple[str, Iterable[Sentence]]],
    which: Which,
    line: str,
    lang: Lang,
    notes: Notes,
    day: dt.date,
    earlier: Earlier | None,
) -> Edition:
    speech = speech_of(lang)
    sections = []
    for name, sentences in made:
        told = tuple(sentences)
        if told:
            sections.append(Section(name, speech.heading(name, which), told))
    return Edition(
        schema_version=SCHEMA_VERSION,
        line=line,
        lang=lang,
        title=which.title,
        heading=speech.page(which),
        known_to=day,
        since=earlier.since if earlier is not None else None,
        sections=tuple(sections),
        notes_heading=speech.heading("notes", which),
        footnotes=notes.done(),
    )
