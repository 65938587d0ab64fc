"""What is known of one show, now and on the day of the article, with the facts behind it."""

from __future__ import annotations

import datetime as dt

import msgspec

from nextcour.answers.library import Library
from nextcour.answers.looking import looked_at
from nextcour.answers.view import LineView, Season, State, line_view
from nextcour.articles.checked import Evidence
from nextcour.articles.claim import FINAL, LATEST, MOVIE, NEXT, WHOLE, Claim
from nextcour.articles.names import People
from nextcour.catalog.entry import Entry
from nextcour.catalog.preferred import latin_title
from nextcour.catalog.studios import StudioNames
from nextcour.facts.rules import existence_day
from nextcour.facts.views import Cut, facts_of


class Published(msgspec.Struct, frozen=True):
    """The day of an article. `basis`: given, stated, inferred."""

    day: dt.date
    basis: str

    @property
    def sure(self) -> bool:
        return self.basis != "inferred"


class Bearing:
    """The facts at hand about a line, for the day of checking and for the day of the article."""

    def __init__(
        self,
        line_id: str,
        library: Library,
        day: dt.date,
        published: Published | None,
        names: StudioNames,
        people: People,
    ) -> None:
        """Raises KeyError for an unknown line."""
        home = library.home(line_id)
        if home is None:
            raise KeyError(line_id)
        self.franchise = library.franchise(home)
        self.line = next(line for line in self.franchise.lines if line.id == line_id)
        self.library, self.day, self.published = library, day, published
        self.names, self.people = names, people
        self.looked = looked_at(self.line, library)
        self.cut = Cut(min(day, self.looked), False, day)
        self.now = line_view(self.franchise, self.line, library, self.cut)
        self._then: LineView | None = None

    @property
    def known_to(self) -> dt.date:
        return self.cut.day

    @property
    def title(self) -> str:
        parts = self.now.seasons[0].parts if self.now.seasons else ()
        return latin_title(parts[0]) if parts else self.line.title

    @property
    def seasons(self) -> tuple[Season, ...]:
        return self.now.seasons

    def then(self) -> LineView | None:
        """The line as it was known on the article's day; None where that day is not known."""
        if self.published is None:
            return None
        if self._then is None:
            day = min(self.published.day, self.looked)
            self._then = line_view(self.franchise, self.line, self.library, Cut(day, False, day))
        return self._then

    def season(self, number: int | None) -> Season | None:
        """The season that a claim names, by our number or else a provider's; None when there is none such."""
        seasons = self.now.seasons
        if number is None or number in (MOVIE, WHOLE) or not seasons:
            return None
        if number in (LATEST, FINAL):
            view = self.then() if number == LATEST else None
            shown = (view.last_shown if view is not None else None) or self.now.last_shown
            return self.now.season(shown.number) if shown is not None else None
        if number == NEXT:
            return self.now.season(self.next_number())
        own = self.now.season(number)
        return own or next((one for one in seasons if number in one.provider_numbers), None)

    def seasons_then(self) -> tuple[Season, ...]:
        """Seasons that had begun by the article's day, as they are known now; all where that day is not known."""
        view = self.then() if self.published is not None and self.published.sure else None
        numbers = {one.number for one in view.seasons if one.state is not State.UPCOMING} if view is not None else None
        return tuple(one for one in self.now.seasons if numbers is None or one.number in numbers) or self.now.seasons

    def next_number(self) -> int:
        """The number of the season to come, as the article's reader would count on its day."""
        view = self.then() or self.now
        shown = [season for season in view.seasons if season.state is not State.UPCOMING]
        if shown:
            return shown[-1].number + 1
        return self.now.seasons[0].number + 1 if self.now.seasons else 2

    def resolved(self, claim: Claim) -> int | None:
        """The number of the installment that a claim is about, None for the whole show."""
        season = self.season(claim.installment)
        if season is not None:
            return season.number
        if claim.installment == NEXT:
            return self.next_number()
        return claim.installment if claim.installment is not None and claim.installment > 0 else None

    def fact(self, entry: Entry, field: str, value: str | None = None) -> tuple[Evidence, ...]:
        """The facts of one field of `entry`, as `nextcour explain` shows them; one value of it where it is given."""
        announced = self.library.announced(entry.id)
        found = facts_of(self.library.entry(entry.id), announced, self.library.observed, self.cut)
        return tuple(
            Evidence(one.entry, one.field, one.value, one.source, one.observed_at)
            for one in found
            if one.field == field and (value is None or one.value == value)
        )

    def beside(self, name: str) -> Entry | None:
        """A film, disc or special beside the line, as it is known; None for any other entry."""
        return next((one.entry for one in self.now.around if one.entry.id == name), None)

    def day_of(self, said: tuple[dt.date, dt.date]) -> Entry | None:
        """Any entry of the franchise, of other lines too, that began or ended between two days."""
        for name in self.franchise.entry_ids():
            entry = self.library.entry(name)
            if existence_day(self.library.announced(name))[0] > self.known_to:
                continue
            for date in (entry.premiere, entry.finale):
                first, last = date.earliest, date.latest
                if first is None or last is None or date.month is None:
                    continue
                if first <= said[1] and said[0] <= last:
                    return entry
        return None

    def absence(self, what: str) -> tuple[Evidence, ...]:
        """That no source had shown something: who looked, and up to when."""
        package = next(
            (one.name for one in self.library.packages if one.observed_at == self.library.data_day), "catalogue"
        )
        return (Evidence("", what, "none shown", package, self.known_to),)
