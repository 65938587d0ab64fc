"""What the title page says in whole sentences, in the reader's language."""

from __future__ import annotations

import datetime as dt
import unicodedata
from typing import NamedTuple

from nextcour.answers.answer import Influence, RenewalStatus, Signal
from nextcour.catalog.dates import FuzzyDate
from nextcour.catalog.entry import Format
from nextcour.pages.title import Main, TitlePage
from nextcour.site.languages import DEFAULT, N_
from nextcour.web.renderer import Renderer, fuzzy

_TURNING = frozenset(("R", "AL", "RLE", "RLO", "LRO", "LRE", "RLI", "LRI", "FSI", "PDF", "PDI"))
_FRESH = 14  # days; of older data "is on air" would be too much said
_ALIKE = (Format.MOVIE.value, Format.OVA.value, Format.SPECIAL.value)
_GROUPS = {
    "time": N_("Time since the last season"),
    "installments": N_("How many seasons, how far apart"),
    "activity": N_("Films and specials"),
    "form": N_("Format and length"),
    "material": N_("Source material"),
    "studio": N_("The studio"),
    "demand": N_("How many people watch it"),
    "season": N_("Time of year"),
    "shrinkage": N_("Caution: towards shows that waited as long"),
}
_WHAT_IFS = {
    "movie": N_("if a film that carries the story on were announced"),
    "top_demand": N_("if it were in the top tenth of its season by viewers"),
}
_SIGNS = {"+": N_("For"), "-": N_("Against"), "±": N_("Neither"), "?": N_("Not known")}
_RELATIONS = {
    "MOVIE": N_("Film"),
    "OVA": N_("OVA"),
    "SPECIAL": N_("Special"),
    "SHORT": N_("Shorts"),
    "RECAP": N_("Recap"),
    "REMAKE": N_("Remake"),
    "SPIN_OFF": N_("Spin-off"),
    "SEASON": N_("Main line"),
    "SPLIT_COUR": N_("Second part"),
}
_FIELDS = {
    "announced": N_("day of the announcement"),
    "format": N_("format"),
    "premiere": N_("premiere"),
    "finale": N_("finale"),
    "studio": N_("studio"),
    "official_site": N_("official site"),
    "episodes": N_("episodes"),
    "source_material": N_("source material"),
    "collections": N_("people who collected it"),
    "score": N_("score"),
    "broadcast": N_("broadcast"),
    "status": N_("status"),
    "person (role unknown)": N_("person (role unknown)"),
}
_KINDS = {"title": N_("title (%(what)s)"), "id": N_("id at %(what)s"), "stream": N_("stream (%(what)s)")}


class Said(NamedTuple):
    """The answer in words. `question` is what people ask; `verdict` the shortest honest answer; `detail` what it rests
    on; `sentence` all of it in one, for who reads nothing else."""

    question: str
    verdict: str
    detail: str
    sentence: str


def isolated(title: str) -> str:
    """A title that runs from right to left, or has signs that turn text, cannot turn the sentence around it."""
    turns = any(unicodedata.bidirectional(char) in _TURNING for char in title)
    return f"\u2068{title}\u2069" if turns else title


class TitleWords:
    """Words for one page. `title` is the show's, as the reader is shown it."""

    def __init__(self, renderer: Renderer, page: TitlePage, title: str) -> None:
        self._words, self._gettext = renderer.words, renderer.gettext
        self._english = renderer.language == DEFAULT
        self._page, self._title = page, isolated(title)

    def _(self, message: str, **values: object) -> str:
        return self._gettext(message) % {"title": self._title, **values}

    @property
    def name(self) -> str:
        """`Season 2`: the installment that the answer is about."""
        return self._words.installment(self._page.number, self._page.format)

    def installment(self, number: int) -> str:
        return self._words.installment(number, self._page.format)

    def said(self) -> Said:
        verdict, detail = self._verdict()
        return Said(self._question(), verdict, detail, self._sentence(verdict))

    def _question(self) -> str:
        page = self._page
        if page.last_number == 0:
            return self._(N_("When does %(title)s start?"))
        if page.format == Format.MOVIE.value:
            return self._(N_("Will there be another film of %(title)s?"))
        if page.format in _ALIKE:
            return self._(N_("Will %(title)s be continued?"))
        return self._(N_("Will %(title)s have a season %(number)s?"), number=page.number)

    def _verdict(self) -> tuple[str, str]:
        page, answer = self._page, self._page.answer
        day, status = self._words.day(answer.known_to), answer.renewal_status
        name = self.name
        if page.unheard:
            return self._(N_("Nothing was known of it by %(day)s."), day=self._words.day(answer.known_to)), ""
        if status is RenewalStatus.ANNOUNCED:
            return self._coming(name)
        last = self.installment(page.last_number)
        if status is RenewalStatus.ON_AIR:
            fresh = (answer.as_of - answer.known_to).days <= _FRESH
            said = N_("%(last)s is on air.") if fresh else N_("%(last)s was on air on %(day)s.")
            detail = N_("No %(name)s is known.") if fresh else N_("No %(name)s was known by then.")
            return self._(said, last=last, day=day), self._(detail, name=name)
        if status is RenewalStatus.SPLIT_COUR:
            return (
                self._(N_("%(last)s is not over: its next part is known."), last=last),
                self._(N_("A break planned from the start, not a renewal.")),
            )
        if status is RenewalStatus.CANCELLED:
            return self._(N_("%(name)s had been announced and was called off."), name=name), ""
        if status is RenewalStatus.CONCLUDED:
            return (
                self._(N_("Not announced by %(day)s, and it was billed as over."), day=day),
                self._(N_("A title of its latest season calls it the last one.")),
            )
        if status is RenewalStatus.UNKNOWN:
            return self._(N_("Nothing of it has been shown, as far as is known.")), ""
        return (
            self._(N_("Not announced by %(day)s."), day=day),
            self._(N_("No source that was read had shown a %(name)s by then."), name=name),
        )

    def _coming(self, name: str) -> tuple[str, str]:
        page, answer = self._page, self._page.answer
        date = fuzzy(page.upcoming)
        since = self._(
            N_("Known since about %(day)s."),
            day=self._words.day(min(page.upcoming_announced or dt.date.max, answer.as_of)),
        )
        over = date.latest is not None and date.latest < answer.as_of
        if page.upcoming_season is not None:
            when = self._words.season(page.upcoming_season)
            return self._(N_("Yes. %(name)s is announced for %(when)s."), name=name, when=when), since
        if date.year is None:
            return self._(N_("Yes. %(name)s is announced, without a date yet."), name=name), since
        when = self._words.fuzzy(date)
        if over:
            ends = self._(N_("The data end on %(day)s: whether it came is not known here."), day=self._day())
            return self._(N_("%(name)s was due: %(when)s."), name=name, when=when), ends
        said = N_("Yes. %(name)s starts on %(when)s.") if date.exact else N_("Yes. %(name)s is announced for %(when)s.")
        return self._(said, name=name, when=when), since

    def _day(self) -> str:
        return self._words.day(self._page.answer.known_to)

    def _sentence(self, verdict: str) -> str:
        main, answer = self._page.main, self._page.answer
        if main is None or self._page.unheard:
            return verdict
        values: dict[str, object] = {
            "name": self.name,
            "day": self._day(),
            "until": self._words.month(main.day),
            "chance": self._words.chance(main.chance.p),
        }
        if answer.renewal_status is RenewalStatus.ANNOUNCED:
            said = N_("%(name)s of %(title)s is announced; the chance that it is out by %(until)s is %(chance)s.")
        elif main.what == "announced":
            said = N_(
                "No %(name)s of %(title)s was known by %(day)s; the chance that one is announced by %(until)s is "
                "%(chance)s."
            )
        else:
            said = N_("The chance that %(name)s of %(title)s is out by %(until)s is %(chance)s.")
        return self._(said, **values)

    def main(self, main: Main) -> str:
        """What the big number is the chance of."""
        said = (
            N_("chance that %(name)s is announced by %(until)s")
            if main.what == "announced"
            else N_("chance that %(name)s is out by %(until)s")
        )
        return self._(said, name=self.name, until=self._words.month(main.day))

    def odds(self, p: float) -> str:
        """`about 1 in 200`, `about 3 in 10`; empty where the per cent are as plain."""
        if 0.001 <= p < 0.095:
            n = round(1 / p)
            digits = 1 if n < 20 else 5 if n < 100 else 50 if n < 500 else 100
            return self._(N_("about 1 in %(n)s"), n=self._words.number(round(n / digits) * digits))
        if 0.095 <= p <= 0.95:
            return self._(N_("about %(n)s in 10"), n=max(1, min(9, round(p * 10))))
        return ""

    def window(self) -> str:
        """When it comes, if it does."""
        forecast = self._page.answer.forecast
        if forecast is None or forecast.window is None or not (forecast.premiere or forecast.announced):
            return ""
        span = self.span(forecast.window.p10, forecast.window.p90)
        announced = self._page.answer.renewal_status is RenewalStatus.ANNOUNCED
        return self._(
            N_("Most likely out %(span)s (80 %%).")
            if announced
            else N_("If it returns, most likely %(span)s (80 %%)."),
            span=span,
        )

    def span(self, first: dt.date, last: dt.date) -> str:
        """`Dec 2026 – Jun 2029`."""
        low, high = (self._words.fuzzy(FuzzyDate(day.year, day.month)) for day in (first, last))
        return low if low == high else f"{low} – {high}"

    def gap(self, months: int) -> str:
        return self._(N_("%(time)s after the one before"), time=self._words.months(months))

    def group(self, one: Influence) -> str:
        """A group of features; its own words where a model has new ones."""
        return self._(_GROUPS[one.group]) if one.group in _GROUPS else one.text

    def what_if(self, name: str, text: str) -> str:
        return self._(_WHAT_IFS[name]) if name in _WHAT_IFS else text

    def sign(self, signal: Signal) -> str:
        return self._(_SIGNS[signal.direction.value])

    def field(self, field: str) -> str:
        """What a fact is about. English calls it as the data do; empty where there is no word for it."""
        if self._english:
            return field
        if field in _FIELDS:
            return self._(_FIELDS[field])
        kind, _, what = field.partition(".")
        return self._(_KINDS[kind], what=what) if kind in _KINDS else ""

    @staticmethod
    def value_tag(field: str) -> str:
        """Language of a fact's value; empty where it has none."""
        kind, _, tag = field.partition(".")
        return tag if kind == "title" else ""

    def relation(self, relation: str) -> str:
        return self._(_RELATIONS[relation]) if relation in _RELATIONS else relation
