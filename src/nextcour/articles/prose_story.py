"""The story, only in somebody else's credited words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import msgspec

from nextcour.articles.edition import Sentence
from nextcour.articles.prose_page import Page


class Story(msgspec.Struct, frozen=True):
    """A synopsis as it was fetched on `day`: `text` is plain and on one line, empty when there is none; `why` says
    then what happened. `cut`: the text goes on at `url`."""

    source: str
    day: dt.date
    text: str = ""
    url: str = ""
    cut: bool = False
    why: str = ""


def told_story(page: Page, story: Story) -> Iterator[Sentence]:
    """The synopsis as one quotation, or that there is none."""
    speech, notes = page.speech, page.notes
    if story.text:
        note = notes.quoted(story.source, story.day, story.url, speech.quoted_note(story.source, story.day, story.cut))
        yield Sentence(speech.story(story.text), (note,))
    else:
        yield Sentence(
            speech.storyless(), (notes.quoted(story.source, story.day, "", speech.unquoted_note(story.why)),)
        )
