"""What all sections of a page are made from: the view of the line, the answer, the language and the footnotes."""

from __future__ import annotations

import datetime as dt
from functools import cached_property

from nextcour.answers.answer import Answer, RenewalStatus
from nextcour.answers.interest import Interest, interests, leading, source_words
from nextcour.answers.library import Library
from nextcour.answers.status import billed_as_last, resolve, status_of
from nextcour.answers.view import LineView, Season
from nextcour.articles.edition import Lang
from nextcour.articles.footnotes import Notes
from nextcour.articles.prose_parts import Noun, Standing, Which, noun_of
from nextcour.articles.words import speech_of
from nextcour.catalog.dates import FuzzyDate
from nextcour.catalog.entry import Entry
from nextcour.facts.run_state import WITHDRAWN
from nextcour.facts.views import Cut
from nextcour.franchise.model import Franchise, Line
from nextcour.franchise.title_base import read


class Page:
    """One page in the making. `view` has at least one season."""

    def __init__(self, view: LineView, answer: Answer, library: Library, cut: Cut, lang: Lang) -> None:
        self.view, self.answer, self.library, self.cut = view, answer, library, cut
        self.speech = speech_of(lang)
        self.notes = Notes(library, cut, self.speech)

    @property
    def franchise(self) -> Franchise:
        return self.view.franchise

    @property
    def line(self) -> Line:
        return self.view.line

    @property
    def day(self) -> dt.date:
        """The last day whose knowledge is told."""
        return self.view.day

    @cached_property
    def first(self) -> Entry:
        return self.view.seasons[0].parts[0]

    @cached_property
    def title(self) -> str:
        return self.speech.title(self.first)

    @cached_property
    def bases(self) -> frozenset[str]:
        """The show's titles in every language, without season markers, for comparing."""
        return frozenset(read(title.text).base for title in self.first.titles)

    @cached_property
    def noun(self) -> Noun:
        return noun_of(self.view)

    @cached_property
    def last(self) -> Season | None:
        return self.view.last_shown

    @cached_property
    def standing(self) -> Standing:
        return standing_of(self.view, self.title)

    def interest(self, season: Season) -> Interest | None:
        """Synced demand of a season, where the answer's evidence is it too."""
        source = next((signal.source for signal in self.answer.evidence if signal.signal == "demand"), "")
        if not self.library.series(self.line.id):
            return None
        found = leading(interests(self.view, self.library, self.answer.as_of, strict=self.cut.strict), season)
        return found if found is not None and found.track.source == source else None

    @staticmethod
    def source_words(interest: Interest) -> str:
        return source_words(interest.track.source, interest.track.measure)

    def seen(self, numbers: list[int]) -> dt.date:
        """The last day on which any of these footnotes was seen, but none after the day that is told."""
        made = {note.number: note.observed_at for note in self.notes.done()}
        return min(max(made[number] for number in numbers), self.day)


def standing_of(view: LineView, title: str) -> Standing:
    """Where the next installment of a view that has a season stands, whatever had been asked."""
    number = resolve(view, None)
    renewal = status_of(view, number).renewal
    noun, last = noun_of(view), view.last_shown
    date, billed = FuzzyDate(), None
    upcoming = view.upcoming
    if renewal is RenewalStatus.ANNOUNCED and upcoming is not None:
        date = upcoming.premiere
    elif renewal is RenewalStatus.SPLIT_COUR and last is not None:
        pending = next(p for p in last.parts if p.premiere.latest is None or p.premiere.latest > view.day)
        date = pending.premiere
    elif renewal is RenewalStatus.CONCLUDED and last is not None:
        billed = billed_as_last(last)
    off = next((season for season in view.called_off if season.number > view.seasons[-1].number), None)
    return Standing(
        which=Which(title, noun, number),
        status=renewal,
        last=Which(title, noun, last.number) if last is not None else None,
        last_state=last.state if last is not None else None,
        last_began=last.premiere if last is not None else FuzzyDate(),
        date=date,
        billed=billed,
        taken_down=off is not None and off.parts[0].status == WITHDRAWN,
        known_to=view.day,
    )
