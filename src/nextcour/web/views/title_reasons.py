"""The reasons beside the chance, in the reader's language.

English shows the core's own sentences. In other languages they are put anew from what they were counted from; one that
cannot be stays English, and says so.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from nextcour.answers.answer import Signal
from nextcour.answers.evidence import ALL, YEARS, group_of, past_on
from nextcour.answers.influences import ignores_demand
from nextcour.answers.library import Library
from nextcour.answers.studios import studio_day
from nextcour.catalog.entry import SourceMaterial
from nextcour.forecast.fallback import MOVIE_SINCE
from nextcour.pages.title import TitlePage
from nextcour.signals.studio import workload
from nextcour.signals.workload import gap
from nextcour.site.languages import DEFAULT, N_
from nextcour.web.renderer import Renderer, fuzzy
from nextcour.web.views.title_words import TitleWords

_NUMBERS = {1: N_("one season so far"), 2: N_("two seasons so far")}
_MORE = N_("three or more seasons so far")
_MATERIALS = {
    SourceMaterial.ORIGINAL: N_("original stories"),
    SourceMaterial.MANGA: N_("manga adaptations"),
    SourceMaterial.LIGHT_NOVEL: N_("light novel adaptations"),
    SourceMaterial.NOVEL: N_("novel adaptations"),
    SourceMaterial.GAME: N_("game adaptations"),
    SourceMaterial.VISUAL_NOVEL: N_("visual novel adaptations"),
    SourceMaterial.OTHER: N_("adaptations of other works"),
}


class Reason(NamedTuple):
    """`text` is in the language `lang` (a BCP 47 tag), in the page's own where that is None; `link` is where it stands,
    empty where that is nowhere. `rest` follows the text in the page's language."""

    signal: Signal
    text: str
    lang: str | None = None
    link: str = ""
    rest: str = ""


class TitleReasons:
    """Of one page."""

    def __init__(self, renderer: Renderer, page: TitlePage, words: TitleWords, library: Library) -> None:
        self._english = renderer.language == DEFAULT
        self._words, self._page, self._say, self._library = renderer.words, page, words, library

    def _(self, message: str, **values: object) -> str:
        return self._say._(message, **values)

    def reasons(self) -> list[Reason]:
        """In the order of the answer's evidence."""
        studios = iter(self._page.studios)
        return [self._reason(one, studios) for one in self._page.answer.evidence]

    def notes(self) -> list[tuple[str, str | None]]:
        """What the numbers rest on: sentences, each with its language as in Reason."""
        forecast = self._page.answer.forecast
        return [] if forecast is None else [self._note(note) for note in forecast.notes]

    def alike(self) -> str:
        """Which shows the reference class holds."""
        like = self._page.answer.reference_class
        if like is None:
            return ""
        if self._english:
            return f"{like.description[:1].upper()}{like.description[1:]}."
        return self._(N_("They are past shows like it that had waited as long with nothing announced."))

    def _note(self, note: str) -> tuple[str, str | None]:
        forecast = self._page.answer.forecast
        if self._english or forecast is None:
            return note, None
        if note == MOVIE_SINCE:
            return self._(N_("A film was announced since the latest season: which kind comes first is settled.")), None
        if forecast.made_on is not None and forecast.model in note:
            said = N_("Forecast made on %(day)s from what was known then (model %(model)s).")
            return self._(said, day=self._words.day(forecast.made_on), model=forecast.model), None
        return note, "en"

    def _reason(self, one: Signal, studios: Iterator[str]) -> Reason:
        if one.signal == "headline" and isinstance(one.value, str):
            return self._headline(one, one.value)
        if self._english:
            return Reason(one, one.text)
        match one.signal:
            case "age":
                text = self._age(one)
            case "installments":
                text = self._compared(one, self._(_NUMBERS.get(self._page.last_number, _MORE)), self._number_group())
            case "source_material":
                text = self._material(one)
            case "movies":
                text = self._(N_("Films of the franchise: %(n)s"), n=one.value)
            case "demand":
                text = self._demand(one)
            case "studio":
                text = self._studio(next(studios, ""))
            case _:
                text = ""
        return Reason(one, text) if text else Reason(one, one.text, "en")

    def _headline(self, one: Signal, link: str) -> Reason:
        row = next((row for row in self._page.explanation.headlines if row.link == link), None)
        if row is None:
            return Reason(one, one.text.split(" (http")[0], "en", link)
        day = self._words.day(row.published or row.observed_at)
        rest = self._(N_("(%(source)s, %(day)s; a headline is not a status)"), source=row.credit, day=day)
        return Reason(one, row.title, "en", link, rest)

    def _number_group(self) -> str:
        return group_of(self._page.last_number)

    def _age(self, one: Signal) -> str:
        if one.observed_at is None or one.value is None:
            return ""
        age = int(one.value)
        waits = past_on(self._library.spells(), one.observed_at).waits
        started = one.observed_at - dt.timedelta(days=age)
        return self._(
            N_("%(time)s since it last premiered (%(date)s); %(share)s of %(n)s returns had premiered by that age"),
            time=self._words.length(age),
            date=self._words.fuzzy(self._last_premiere(started)),
            share=self._words.share(1 - sum(wait > age for wait in waits) / len(waits)),
            n=self._words.number(len(waits)),
        )

    def _last_premiere(self, latest: dt.date) -> str:
        """As it is published: the day may not be known."""
        dates = (step.premiere for step in self._page.story if step.number == self._page.last_number and step.premiere)
        return next((date for date in dates if fuzzy(date).latest == latest), latest.isoformat())

    def _compared(self, one: Signal, what: str, group: str) -> str:
        if one.observed_at is None:
            return ""
        past = past_on(self._library.spells(), one.observed_at)
        return self._(
            N_("%(what)s: %(share)s of %(n)s were continued within %(years)s years (%(base)s of all)"),
            what=what,
            share=self._words.share(past.returns[group] / past.cases[group]),
            n=self._words.number(past.cases[group]),
            years=YEARS,
            base=self._words.share(past.returns[ALL] / past.cases[ALL]),
        )

    def _material(self, one: Signal) -> str:
        material = SourceMaterial(self._page.source)
        if material is SourceMaterial.UNKNOWN:
            return self._(N_("source material not known"))
        what = self._(_MATERIALS[material])
        if isinstance(one.value, str):
            return self._(N_("%(what)s; too few past cases to compare"), what=what)
        return self._compared(one, what, material.value)

    def _demand(self, one: Signal) -> str:
        counted = self._page.counted
        if one.value is None and one.observed_at is None:
            return self._(N_("how many people watch it was not counted"))
        if one.value is None:
            said = N_("how many people watch it, as counted by %(day)s: the chance uses it, the counts do not ship")
            return self._(said, day=self._words.day(one.observed_at))
        if counted is None or counted.day != one.observed_at:
            return ""
        parts = [
            self._(
                N_("%(people)s people had it in their collection at %(site)s by %(day)s"),
                people=self._words.number(counted.collections),
                site=counted.site.capitalize(),
                day=self._words.day(counted.day),
            )
        ]
        if counted.place is not None:
            said = N_("more than %(share)s of its season's %(n)s series")
            parts.append(self._(said, share=self._words.share(counted.place), n=self._words.number(counted.of)))
        if counted.score is not None:
            parts.append(self._(N_("rated %(score)s of 10"), score=f"{counted.score:g}"))
        if ignores_demand(self._page.answer.forecast):
            parts.append(self._(N_("the chance does not use it")))
        return self._(N_(", ")).join(parts)

    def _studio(self, studio: str) -> str:
        if not studio:
            return ""
        read = studio_day(self._library, studio, self._page.answer.known_to)
        made = self._library.productions(studio)
        load, custom = workload(made, read.day), gap(made, read.day)
        said = (
            N_("%(studio)s: %(on_air)s series on air, %(known)s known and not out on %(day)s")
            if read.whole
            else N_("%(studio)s: at least %(on_air)s series on air, at least %(known)s known and not out on %(day)s")
        )
        text = self._(said, studio=studio, on_air=load.on_air, known=load.announced, day=self._words.day(read.day))
        if custom is None:
            return text
        apart = N_("its seasons came %(time)s apart (median of %(n)s)")
        time = self._words.months(max(1, round(custom.median / 30.4375)))
        return self._(N_(", ")).join((text, self._(apart, time=time, n=custom.n)))
