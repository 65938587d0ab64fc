"""English."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from nextcour.answers.answer import Calibration, RenewalStatus
from nextcour.answers.view import State
from nextcour.articles.prose_parts import About, Beside, Noun, Standing, Told, Which
from nextcour.articles.words.english_forms import (
    announced_words,
    article,
    at,
    began_words,
    capital,
    count_word,
    day_text,
    definite,
    fuzzy,
    fuzzy_iso,
    indefinite,
    listed,
    month,
    named,
    percent,
    plural,
    quoted,
    ran_words,
    status_words,
)
from nextcour.articles.words.english_notes import EnglishNotes
from nextcour.articles.words.shared import LATIN, STREAMS, bound, distinct, services
from nextcour.catalog.entry import Entry, Format, SourceMaterial, Stream
from nextcour.catalog.preferred import latin_title, titles_by_language
from nextcour.facts.changes import Change, Kind
from nextcour.facts.run_state import WITHDRAWN
from nextcour.forecast.model import Chance, ReferenceClass, Window
from nextcour.franchise.model import Relation

_FORMATS = {
    Format.TV: "TV anime",
    Format.TV_SHORT: "short-form anime",
    Format.ONA: "web anime (ONA)",
    Format.OVA: "OVA",
    Format.MOVIE: "anime film",
    Format.SPECIAL: "anime special",
    Format.UNKNOWN: "anime",
}
_LANGUAGES = {"zh": "Chinese-language", "ko": "Korean-language", "en": "English-language"}
_MATERIALS = {
    SourceMaterial.MANGA: "a manga",
    SourceMaterial.LIGHT_NOVEL: "a light novel",
    SourceMaterial.NOVEL: "a novel",
    SourceMaterial.GAME: "a game",
    SourceMaterial.VISUAL_NOVEL: "a visual novel",
    SourceMaterial.OTHER: "another work",
}
_RELATIONS = {Relation.MOVIE: "film", Relation.OVA: "OVA", Relation.SPECIAL: "special"}
_GROUPS = {
    "time": "the length of the wait so far",
    "installments": "the number and spacing of its installments",
    "activity": "its record of films and specials",
    "form": "its format and length",
    "material": "the kind of its source material",
    "studio": "its studio",
    "demand": "how many people watch it",
    "season": "the time of year",
    "shrinkage": "caution, which draws it towards the rate of shows that waited as long",
}


class English(EnglishNotes):
    """Plain British dates, straight verbs; titles in curly quotation marks."""

    def title(self, entry: Entry) -> str:
        return latin_title(entry)

    def native(self, entry: Entry) -> str | None:
        own = titles_by_language(entry).get(entry.lang) or entry.title
        return own if own.casefold() != latin_title(entry).casefold() else None

    def page(self, which: Which) -> str:
        return f"{which.title}: {capital(named(which))}" if which.number > 1 else which.title

    def heading(self, section: str, which: Which) -> str:
        return {
            "changes": "What has changed",
            "about": f"What is {which.title}?",
            "story": "Story",
            "so-far": f"{which.title} so far",
            "renewal": f"{capital(named(which))}: renewal status" if which.number > 1 else "Status",
            "release": f"{capital(named(which))}: release date" if which.number > 1 else "Release date",
            "notes": "Sources",
        }[section]

    def what(self, about: About) -> str:
        original = "original " if about.material is SourceMaterial.ORIGINAL else ""
        language = _LANGUAGES.get(about.lang.partition("-")[0], "")
        kind = f"{original}{language + ' ' if language else ''}{_FORMATS[about.format]}"
        made = []
        if about.material in _MATERIALS:
            made.append(f"adapted from {_MATERIALS[about.material]}")
        if about.studios:
            made.append(f"animated by {listed(about.studios)}")
        native = f" ({about.native})" if about.native else ""
        how = f" {' and '.join(made)}" if made else ""
        return f"{quoted(about.title)}{native} is {article(kind)} {kind}{how}{began_words(about)}."

    def apart(self, relation: Relation, title: str) -> str:
        what = "a remake or new version" if relation is Relation.REMAKE else "a spin-off"
        return f"It is counted here as {what} of {quoted(title)}, with seasons of its own."

    def unmade(self, material: bool, studio: bool) -> str:
        if material and studio:
            return "Its studio and what it was adapted from, if anything, are not known here."
        return (
            "Its studio is not known here." if studio else "What it was adapted from, if anything, is not known here."
        )

    def only(self, told: Told) -> str:
        title, noun = quoted(told.which.title), told.which.noun
        if told.state is State.OUT and noun is Noun.FILM:
            return f"{title} is a single film so far, released {at(told.runs[0].premiere)}."
        number = (
            f"one {noun} so far" if told.which.number == 1 else f"one {noun} known here, number {told.which.number}"
        )
        return f"{title} has {number}, which {ran_words(told)}."

    def several(self, title: str, noun: Noun, count: int, latest: Told) -> str:
        run, name = latest.runs[-1], definite(latest.which)
        if latest.state is State.ON_AIR:
            end = f"{name} began {at(latest.runs[0].premiere)} and was still on air as of {day_text(latest.known_to)}"
        elif len(latest.runs) > 1 or (run.finale.year is not None and run.finale != run.premiere):
            last = run.finale if run.finale.year is not None else run.premiere
            end = f"the latest, {name}, ended {at(last)}"
        else:
            end = f"the latest, {name}, {'aired' if latest.series else 'came out'} {at(run.premiere)}"
        return f"{quoted(title)} has {count_word(count)} {plural(noun, count)} so far; {end}."

    def one(self, told: Told) -> str:
        name = told.title
        as_title = f", {quoted(name)}," if name else ""
        return f"{capital(definite(told.which))}{as_title} {ran_words(told)}."

    def numbered(self, which: Which, number: int) -> str:
        other = definite(Which(which.title, which.noun, number))
        return f"What is elsewhere called {other} is counted here as {definite(which)} or a part of it."

    def beside(self, all_of_kind: int, latest: Beside, more: bool) -> str:
        noun = _RELATIONS[latest.relation]
        lead = "There" if more else "Beside the main line there"
        also = " also" if more else ""
        if all_of_kind == 1:
            return f"{lead} is{also} one {noun}, {quoted(latest.title)}, released {at(latest.premiere)}."
        number = f"{count_word(all_of_kind)} {plural(noun, all_of_kind)}"
        last = f"{quoted(latest.title)}, was released {at(latest.premiere)}"
        return f"{lead} are{also} {number}; the latest, {last}."

    def streams(self, which: Which, streams: Sequence[Stream], day: dt.date) -> str:
        found = services(streams, "en")
        names = [LATIN.get(one.site, one.name) for one in found[:STREAMS]]
        more = len(found) - len(names)
        if more > 0:
            names.append(f"{count_word(more)} more {'service' if more == 1 else 'services'}")
        where = f"{names[0]} in some countries" if len(names) == 1 else f"{listed(names)}, depending on the country"
        return f"As listed by {day_text(day)}, {definite(which)} streams on {where}."

    def collected(self, which: Which, people: int, day: dt.date, score: float | None, votes: int) -> str:
        rated = (
            f", where {votes:,} {'vote' if votes == 1 else 'votes'} gave it {score:g} out of 10"
            if score is not None and votes
            else ""
        )
        whose = f"{people:,} {'person' if people == 1 else 'people'}"
        return f"By {day_text(day)}, {whose} had {definite(which)} on their lists at Bangumi{rated}."

    def interest(self, which: Which, source: str, people: int | None, place: float | None, n: int, day: dt.date) -> str:
        parts = []
        if people is not None:
            parts.append(f"was on the lists of {people:,} people")
        if place is not None:
            parts.append(f"stood above {place * 100:.0f} % of the {n} series counted of its season")
        return f"On {day_text(day)}, {definite(which)} {' and '.join(parts)} at {source}."

    def answer(self, standing: Standing) -> str:
        which, day = standing.which, day_text(standing.known_to)
        name, title = named(which), quoted(which.title)
        last = capital(definite(standing.last)) if standing.last is not None else ""
        match standing.status:
            case RenewalStatus.ANNOUNCED if standing.last is None:
                return f"{title} has not started yet: {announced_words(standing.date, day)}."
            case RenewalStatus.ANNOUNCED:
                if standing.date.year is None:
                    return f"Yes: {definite(which)} of {title} had been announced by {day}, without a date."
                return f"Yes: {definite(which)} of {title} had been announced by {day}, for {fuzzy(standing.date)}."
            case RenewalStatus.ON_AIR if standing.last is not None:
                return f"No {name} of {title} was known by {day}; {definite(standing.last)} was still on air then."
            case RenewalStatus.SPLIT_COUR if standing.last is not None:
                part = f"announced for {fuzzy(standing.date)}" if standing.date.year else "announced without a date"
                return f"{last} of {title} was in a break as of {day}; its next part is {part}."
            case RenewalStatus.CONCLUDED if standing.last is not None:
                billed = f", under the title {quoted(standing.billed)}" if standing.billed else ""
                final = f"{definite(standing.last)} was billed as the last{billed}"
                return f"No {name} of {title} was known by {day}, and {final}."
            case RenewalStatus.CANCELLED:
                word = "taken down by its source" if standing.taken_down else "cancelled"
                return f"{capital(definite(which))} of {title} had been announced and was {word}, as known by {day}."
            case _:
                return f"No {name} of {title} was known by {day}."

    def meanwhile(self, standing: Standing) -> str | None:
        name, day = named(standing.which), day_text(standing.known_to)
        match standing.status:
            case RenewalStatus.SPLIT_COUR:
                return f"Such a break is planned from the start and is no renewal; no {name} was known by {day}."
            case RenewalStatus.ANNOUNCED if standing.last is not None and standing.last_state is State.ON_AIR:
                return f"{capital(definite(standing.last))} was still on air as of {day}."
            case RenewalStatus.CONCLUDED:
                return (
                    "Shows have come back after a last season, so the forecast is made all the same; it does not take "
                    "the title into account."
                )
            case RenewalStatus.NOT_ANNOUNCED:
                return "That is an absence of news by that day, not a cancellation."
            case _:
                return None

    def known_since(self, which: Which, day: dt.date, estimated: bool) -> str:
        about = "about " if estimated else ""
        subject = capital(definite(which)) if which.number > 1 else "It"
        return f"{subject} has been known since {about}{day_text(day)}."

    def film_coming(self, beside: Beside, day: dt.date) -> str:
        noun = _RELATIONS[beside.relation]
        when = f", for {fuzzy(beside.premiere)}" if beside.premiere.year else ", without a date"
        return f"{capital(article(noun))} {noun}, {quoted(beside.title)}, had been announced by {day_text(day)}{when}."

    def chance(self, which: Which, chance: Chance, by: dt.date, months: int, base: float | None) -> str:
        average = f"; the average for all shows was {percent(base)}" if base is not None else ""
        event = f"announced by {day_text(by)}, within {months} months"
        return f"The forecast gives {indefinite(which)} a chance of {percent(chance.p)} to be {event}{average}."

    def weighs(self, against: str | None, towards: str | None) -> str:
        down = f"lowered most by {_GROUPS.get(against, against)}" if against else ""
        up = f"raised most by {_GROUPS.get(towards, towards)}" if towards else ""
        moved = " and ".join(part for part in (down, up) if part)
        return f"Measured against that average, the chance is {moved}."

    def alike(self, reference: ReferenceClass, years: int) -> str:
        text = reference.description.replace("with no new season announced", "still without a new season")
        return f"{capital(text)}."

    def record(self, past: Calibration) -> str:
        share = percent(past.returned) if past.returned > 0 else "none"
        within = f"within their {past.horizon_months} months"
        return f"Of {past.n:,} past forecasts of {bound(past.low)} to {bound(past.high)} %, {share} came true {within}."

    def release(self, standing: Standing) -> str:
        which, day = standing.which, day_text(standing.known_to)
        name = (
            f"{capital(definite(which))} of {quoted(which.title)}" if standing.last is not None else quoted(which.title)
        )
        match standing.status:
            case RenewalStatus.ANNOUNCED if standing.date.day is not None:
                return f"{name} was due to premiere on {fuzzy(standing.date)}, as published by {day}."
            case RenewalStatus.ANNOUNCED if standing.date.year is not None:
                return f"{name} was due in {fuzzy(standing.date)}; no day was known by {day}."
            case RenewalStatus.ANNOUNCED:
                return f"{name} had no release date by {day}."
            case RenewalStatus.SPLIT_COUR if standing.last is not None:
                last = f"{definite(standing.last)} of {quoted(which.title)}"
                when = f"was due {at(standing.date)}" if standing.date.year else "had no release date"
                return f"The next part of {last} {when}, as known by {day}."
            case RenewalStatus.CANCELLED:
                return f"{name} has no release date: it was called off."
            case _:
                subject = f"{capital(indefinite(which))} of {quoted(which.title)}"
                return f"{subject} has no release date, as no {named(which)} was known by {day}."

    def window(self, which: Which, window: Window, announced: bool) -> str:
        lead = "The forecast puts" if announced else f"If {indefinite(which)} comes at all, the forecast puts"
        return (
            f"{lead} its premiere between {month(window.p10)} and {month(window.p90)} (80 %), as likely before "
            f"{month(window.p50)} as after."
        )

    def out_by(self, which: Which, chances: Sequence[tuple[dt.date, Chance]]) -> str:
        told = " and ".join(f"{percent(chance.p)} by {day_text(by)}" for by, chance in distinct(chances))
        return f"The chance that {indefinite(which)} is out is {told}."

    def ends(self, day: dt.date) -> str:
        return f"This page tells what could be known by {day_text(day)}; whatever was announced later is not in it."

    def unheard(self, title: str, day: dt.date) -> str:
        return f"Nothing was known of {quoted(title)} by {day_text(day)}."

    def change(self, change: Change, name: str) -> str:
        before, after = fuzzy_iso(change.before), fuzzy_iso(change.after)
        match change.kind:
            case Kind.ANNOUNCED | Kind.MOVIE_ANNOUNCED:
                told = f"{name} became known"
            case Kind.DATED:
                told = f"{name} was dated {after}" + (f" (until then {before})" if before else "")
            case Kind.DELAYED:
                told = f"{name} was delayed from {before} to {after}"
            case Kind.ADVANCED:
                told = f"{name} was moved forward from {before} to {after}"
            case Kind.UNDATED:
                told = f"the date of {name} ({before}) was taken back"
            case Kind.STARTED:
                told = f"{name} came out"
            case Kind.FINISHED:
                told = f"{name} ended"
            case Kind.CANCELLED:
                told = f"{name} was " + ("taken down by its source" if change.after == WITHDRAWN else "cancelled")
        return f"{day_text(change.day)}: {told}."

    def name(self, which: Which, part: int | None) -> str:
        return f"{definite(which)}, part {part}," if part is not None else definite(which)

    def aside(self, title: str, relation: Relation) -> str:
        noun = _RELATIONS.get(relation)
        return f"the {noun} {quoted(title)}" if noun else quoted(title)

    def earlier(self, count: int, since: dt.date) -> str:
        changes = f"{capital(count_word(count))} earlier {plural('change', count)}"
        return f"{changes} since {day_text(since)} {'is' if count == 1 else 'are'} left out here."

    def unchanged(self, since: dt.date, day: dt.date) -> str:
        return f"Nothing about it became known between {day_text(since)} and {day_text(day)}."

    def then(self, before: Standing, now: Standing) -> str:
        return (
            f"On {day_text(before.known_to)}, {status_words(before)}; on {day_text(now.known_to)}, {status_words(now)}."
        )

    def moved(self, before: float, then: dt.date, now: float, day: dt.date, months: int) -> str:
        return (
            f"The chance of an announcement within {months} months was put at {percent(before)} on {day_text(then)} "
            f"and at {percent(now)} on {day_text(day)}."
        )

    def story(self, text: str) -> str:
        return f"“{text}”"

    def storyless(self) -> str:
        return "There is no synopsis here: none could be fetched, and none is kept."
