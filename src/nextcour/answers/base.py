"""What every answer says, whatever became of the question: the day, and the data behind it."""

from __future__ import annotations

import datetime as dt

from nextcour.answers.answer import (
    SCHEMA_VERSION,
    Answer,
    Candidate,
    ForecastPart,
    InstallmentRef,
    Outcome,
    RenewalStatus,
    ShowRef,
)
from nextcour.answers.evidence import evidence
from nextcour.answers.influences import ignores_demand
from nextcour.answers.library import Library
from nextcour.answers.view import LineView
from nextcour.answers.words import day_words
from nextcour.facts.fact import Fact
from nextcour.facts.views import Cut, facts_of
from nextcour.forecast.model import ReferenceClass

# Past this age of the data the answer warns that the world may have moved on.
STALE_DAYS = 180


class Base:
    """What every answer says: the question, the day, and the data behind it."""

    def __init__(
        self,
        query: str,
        as_of: dt.date,
        library: Library,
        strict: bool,
        with_facts: bool,
        looked: dt.date | None = None,
    ) -> None:
        """`looked` is the last day that a source looked at the show in question; unless given, the last one on which a
        source that lists everything looked at all of it."""
        self.query = query
        self.as_of = as_of
        self.library = library
        self.strict = strict
        self.with_facts = with_facts
        self.data_day = looked or library.listed_to
        self.cut = Cut(min(as_of, self.data_day), strict, as_of)

    def build(
        self,
        outcome: Outcome,
        headline: str,
        detail: str = "",
        *,
        franchise: ShowRef | None = None,
        installment: InstallmentRef | None = None,
        status: RenewalStatus = RenewalStatus.UNKNOWN,
        forecast: ForecastPart | None = None,
        reference: ReferenceClass | None = None,
        candidates: tuple[Candidate, ...] = (),
        notes: tuple[str, ...] = (),
        view: LineView | None = None,
    ) -> Answer:
        """The answer with this outcome. With a `view` it carries evidence, facts and the age of the data."""
        library = self.library
        age = max(0, (self.as_of - self.data_day).days)
        stale = age > STALE_DAYS
        if view is not None and age:
            looks = "`nextcour sync` looks again"
            warning = "Old data: much may have been announced since. " if stale else ""
            notes = (f"{warning}Data {age} days old ({day_words(self.data_day)}): {looks}.", *notes)
        return Answer(
            schema_version=SCHEMA_VERSION,
            outcome=outcome,
            query=self.query,
            as_of=self.as_of,
            strict=self.strict,
            data_day=self.data_day,
            known_to=self.cut.day,
            data_age_days=age,
            stale=stale,
            franchise=franchise,
            installment=installment,
            renewal_status=status,
            headline=headline,
            status_detail=detail,
            forecast=forecast,
            reference_class=reference,
            evidence=evidence(
                view,
                library,
                self.cut,
                demand_idle=ignores_demand(forecast),
                counted=forecast.demand_day if forecast is not None else None,
                as_of=self.as_of,
            )
            if view is not None
            else (),
            facts=self._facts(view) if view is not None and self.with_facts else (),
            candidates=candidates,
            notes=notes,
        )

    def _facts(self, view: LineView) -> tuple[Fact, ...]:
        library = self.library
        return tuple(
            fact
            for season in view.seasons
            for part in season.parts
            for fact in facts_of(library.entry(part.id), library.announced(part.id), library.observed, self.cut)
        )
