"""The pictures of a title page: sketches with words and tables in the reader's language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace

from nextcour.answers.influences import made_chance
from nextcour.answers.interest import source_words
from nextcour.charts import ahead, interest, past, story, why, workload
from nextcour.charts.ahead import Span, Way, Words
from nextcour.charts.picture import Table
from nextcour.charts.sketch import Sketch
from nextcour.forecast.model import Window
from nextcour.forecast.monthly import Point
from nextcour.pages.title import TitlePage
from nextcour.pages.title_story import Kind, Step
from nextcour.site.languages import N_
from nextcour.web.renderer import Renderer, fuzzy
from nextcour.web.views.title_words import TitleWords

_EVERY = 12  # months between the rows of a curve's table
_LEAST = 0.0005  # points that are drawn alone; smaller ones stand together
_SHOWN_BESIDE = ("MOVIE",)
_FEW_EVENTS = 4  # of more only the premieres are marked
_FEW_FILMS = 3
_QUARTERS = {"WINTER": "Q1", "SPRING": "Q2", "SUMMER": "Q3", "FALL": "Q4"}


class TitlePictures:
    """Makes them; None where there is nothing to show."""

    def __init__(self, renderer: Renderer, page: TitlePage, words: TitleWords) -> None:
        self._renderer, self._page, self._say = renderer, page, words
        self._words = renderer.words

    def _(self, message: str, **values: object) -> str:
        return self._say._(message, **values)

    def ahead(self) -> Sketch | None:
        """Curves and window."""
        page, forecast = self._page, self._page.answer.forecast
        if forecast is None or not (page.announced or page.out or forecast.window):
            return None
        window = forecast.window
        span = None
        if window is not None:
            exact = window.p10 == window.p90
            label = self._words.day(window.p50) if exact else self._say.span(window.p10, window.p90)
            span = Span(window.p10, window.p50, window.p90, label)
        day = self._words.day(forecast.origin)
        announced = self._way(N_("announced"), page.announced)
        out = self._way(N_("out"), page.out)
        parts = [
            self._(said, chance=way.end, until=self._words.month(way.points[-1][0]))
            for said, way in (
                (N_("Announced by %(until)s: %(chance)s."), announced),
                (N_("Out by %(until)s: %(chance)s."), out),
            )
            if way is not None
        ]
        if span is not None:
            parts.append(self._(N_("Release window: %(span)s."), span=span.label))
        if announced is not None or out is not None:
            parts.append(self._(N_("The bands are 90 %% intervals.")))
            title = self._(N_("Chance over time, from %(day)s"), day=day)
        else:
            title = self._(N_("When it comes, as published"))
        return ahead.ahead(
            forecast.origin,
            announced,
            out,
            span,
            Words(title, " ".join(parts), day),
            Table(title, (self._(N_("by")), self._(N_("announced")), self._(N_("out"))), tuple(self._ahead_rows())),
        )

    def _way(self, label: str, points: Sequence[Point]) -> Way | None:
        if not points:
            return None
        rows = tuple(
            (one.day, round(one.chance.p, 5), round(one.chance.low, 5), round(one.chance.high, 5)) for one in points
        )
        return Way(self._(label), self._words.chance(points[-1].chance.p), rows)

    def _ahead_rows(self) -> Iterator[tuple[str, str | None, str | None]]:
        page = self._page
        curves = [{one.months: one for one in points} for points in (page.announced, page.out)]
        for months in sorted({*curves[0], *curves[1]}):
            if not months or (months % _EVERY and months != 6):
                continue
            cells = [self._interval(curve.get(months)) for curve in curves]
            day = next(curve[months].day for curve in curves if months in curve)
            yield self._words.month(day), cells[0], cells[1]
        window = page.answer.forecast.window if page.answer.forecast is not None else None
        if window is not None and window.p10 == window.p90:
            yield self._words.day(window.p50), None, self._(N_("as published"))

    def _interval(self, one: Point | None) -> str | None:
        if one is None:
            return None
        chance = self._words.chance
        return f"{chance(one.chance.p)} ({chance(one.chance.low)} – {chance(one.chance.high)})"

    def past(self) -> Sketch | None:
        """The forecast over past quarters."""
        page = self._page
        if len(page.past) < 3:
            return None
        said = tuple(
            (one.day, one.number, round(one.chance.p, 5), round(one.chance.low, 5), round(one.chance.high, 5))
            for one in page.past
        )
        first, last = said[0][0], said[-1]
        events = [
            (day, step, announced)
            for step in page.story
            if step.kind is Kind.INSTALLMENT or step.relation in _SHOWN_BESIDE
            for day, announced in ((fuzzy(step.premiere).exact, False), (step.announced, True))
            if day is not None and first <= day <= page.answer.known_to
        ]
        few = len(events) <= _FEW_EVENTS
        marks = [
            (day, self._mark(step, announced) if few else self._name(step))
            for day, step, announced in events
            if few or not announced
        ]
        title = self._(N_("How the chance was seen over time"))
        highest = max(said, key=lambda one: one[2])
        description = self._(
            N_(
                "The chance of an announcement within 24 months, quarter by quarter, each made from what was known on "
                "its day: highest with %(highest)s on %(then)s, %(last)s on %(day)s. The band is a 90 %% interval."
            ),
            highest=self._words.chance(highest[2]),
            then=self._words.day(highest[0]),
            last=self._words.chance(last[2]),
            day=self._words.day(last[0]),
        )
        columns = tuple(self._(one) for one in (N_("Day"), N_("Out by then"), N_("Chance"), N_("90 %% interval")))
        rows = tuple(
            (
                self._words.day(day),
                number,
                self._words.chance(p),
                f"{self._words.chance(low)} – {self._words.chance(high)}",
            )
            for day, number, p, low, high in reversed(said)
        )
        return past.past(
            said, marks, self._words.chance(last[2]), Words(title, description), Table(title, columns, rows)
        )

    def _mark(self, step: Step, announced: bool) -> str:
        name = self._name(step)
        if announced:
            return self._(N_("%(name)s known"), name=name)
        return self._(N_("%(name)s out"), name=name)

    def _name(self, step: Step) -> str:
        return self._say.installment(step.number) if step.number else self._say.relation(step.relation)

    def why(self) -> Sketch | None:
        """From the average to this show."""
        forecast = self._page.answer.forecast
        end = made_chance(forecast) if forecast is not None else None
        if forecast is None or forecast.base is None or forecast.made_on is None or end is None:
            return None
        shown = [one for one in forecast.contributions if abs(one.points) >= _LEAST]
        rest = sum(one.points for one in forecast.contributions if abs(one.points) < _LEAST)
        parts = [(self._say.group(one), one.points, _points(one.points)) for one in shown]
        if abs(rest) >= _LEAST / 5:
            parts.append((self._(N_("Everything else")), rest, _points(rest)))
        day = self._words.day(forecast.made_on)
        base = (self._(N_("Average of all shows")), forecast.base, self._words.chance(forecast.base))
        last = (self._(N_("This show")), end, self._words.chance(end))
        title = self._(N_("What moves the chance"))
        description = self._(
            N_(
                "The chance of an announcement within 24 months of %(day)s. It begins at %(base)s, the average of all "
                "shows, and ends at %(end)s. Each step adds or takes percentage points."
            ),
            day=day,
            base=base[2],
            end=last[2],
        )
        columns = (self._(N_("Step")), self._(N_("Percentage points")))
        rows = ((base[0], base[2]), *((label, said) for label, _, said in parts), (last[0], last[2]))
        return why.why(base, parts, last, Words(title, description), Table(title, columns, rows))

    def story(self) -> Sketch | None:
        """Installments and films on a calendar."""
        page = self._page
        today = page.answer.known_to
        forecast = page.answer.forecast
        window = forecast.window if forecast is not None else None
        if window is not None:
            # Far ends of a window would press all that has been into a corner.
            window = Window(*(min(day, dt.date(today.year + 6, 1, 1)) for day in (window.p10, window.p50, window.p90)))
        bars: list[story.Bar] = []
        films: list[tuple[int, story.Bar]] = []
        for step in page.story:
            date = fuzzy(step.premiere)
            day = date.earliest if date.month is not None else None
            if step.kind is Kind.INSTALLMENT and step.state == "UPCOMING" and date.exact is None and window is not None:
                name = self._say.installment(step.number)
                bars.append(story.Bar(name, "window", step.announced, window.p10, window.p90))
                window = None
            elif step.kind is Kind.INSTALLMENT:
                end = fuzzy(step.finale).latest or (today if step.state == "ON_AIR" and day else day)
                bars.append(story.Bar(self._say.installment(step.number), "main", step.announced, day, end))
            elif step.relation in _SHOWN_BESIDE and day is not None:
                films.append((len(bars), story.Bar(self._say.relation(step.relation), "beside", None, day, None)))
        if len(films) > _FEW_FILMS:  # in one row
            days = [film.first for _, film in films if film.first is not None]
            films = [(len(bars), replace(films[0][1], also=tuple(days[1:])))]
        for place, film in reversed(films):
            bars.insert(place, film)
        if window is not None and page.upcoming is None:
            bars.append(story.Bar(self._(N_("If it returns")), "window", None, window.p10, window.p90))
        if not any(bar.first for bar in bars):
            return None
        title = self._(N_("Installments and films, with their days"))
        description = self._(
            N_(
                "One row for each installment and film. A bar is when it was shown, a diamond a film; a ring is when "
                "it became known; a dashed box is when the next one may come."
            )
        )
        columns = tuple(self._(one) for one in (N_("What"), N_("Known from"), N_("Out"), N_("Ended"), N_("Episodes")))
        rows = tuple(self._story_rows())
        return story.story(bars, today, Words(title, description, self._words.day(today)), Table(title, columns, rows))

    def _story_rows(self) -> Iterator[tuple[str | int | None, ...]]:
        for step in self._page.story:
            name = self._name(step)
            finale = self._words.fuzzy(step.finale) if step.finale and step.finale != step.premiere else None
            yield name, self._words.day(step.announced), self._words.fuzzy(step.premiere), finale, step.episodes

    def studios(self) -> Iterator[tuple[str, Sketch]]:
        """The workload of at most two studios."""
        for n, row in enumerate(self._page.explanation.studios[:2]):
            if row.name not in self._page.studios:
                continue
            seasons = [(one.season, len(one.on_air), False) for one in row.load.past]
            seasons += [(one.season, len(one.started), True) for one in row.load.ahead[:4]]
            if not any(count for _, count, _ in seasons):
                continue
            title = self._(N_("Series of %(studio)s by season"), studio=row.name)
            day = self._words.day(row.load.day)
            now = len(row.load.past[-1].on_air)
            description = self._(
                N_(
                    "Series on air in each season, as known on %(day)s: %(now)s in the latest of them. Dashed: known "
                    "to come."
                ),
                day=day,
                now=now,
            )
            columns = (self._(N_("Season")), self._(N_("Series")))
            rows = tuple((self._words.season(season), count) for season, count, _ in seasons)
            bars = [(_QUARTERS[s.split()[0]], s.split()[1], count, coming) for s, count, coming in seasons]
            words = Words(title, description)
            yield row.name, workload.workload(bars, words, Table(title, columns, rows), f"workload{n}")

    def interest(self) -> Sketch | None:
        """The demand curve, where one was synced."""
        row = self._page.demand
        if row is None:
            return None
        counts = [(point.day, point.value) for point in row.points]
        events = [
            (day, self._mark(step, False))
            for step in self._page.story
            if (step.kind is Kind.INSTALLMENT or step.relation in _SHOWN_BESIDE)
            and (day := fuzzy(step.premiere).exact) is not None
        ]
        title = self._(N_("Demand at %(source)s"), source=source_words(row.source, row.measure))
        last = self._words.number(round(counts[-1][1]))
        description = self._(
            N_("%(last)s on %(day)s, after %(n)s counts since %(first)s."),
            last=last,
            day=self._words.day(counts[-1][0]),
            n=len(counts),
            first=self._words.day(counts[0][0]),
        )
        columns = (self._(N_("Day")), self._(N_("Count")))
        step = max(1, len(counts) // 40)  # a table of at most about forty rows
        rows = tuple((self._words.day(day), self._words.number(round(value))) for day, value in counts[::-step])
        return interest.interest(counts, events, last, Words(title, description), Table(title, columns, rows))


def _points(points: float) -> str:
    """`+1.2`, `−0.5`: percentage points with their sign."""
    return f"{'+' if points >= 0 else '−'}{abs(points) * 100:.1f}"
