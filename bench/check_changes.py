"""Pages of `nextcour write` in which one fact is told otherwise.

Every kind of fact that a page states is changed into something plausible that is surely false: days far from every day
of the franchise, numbers that no way of counting gives, studios and source works that none of it has. What is told
otherwise is the fact (a struct that a sentence is made from), so the change is the same in every language and owes
nothing to what `nextcour check` would find.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator

from msgspec.structs import replace

from bench.check_facts import DATES, EARLIER, SHIFTS, TV, Change, Facts
from bench.check_pages import DAY, Call, Written, with_added, with_sentence
from nextcour.answers.answer import RenewalStatus
from nextcour.answers.library import Library
from nextcour.answers.view import State
from nextcour.articles.edition import Lang
from nextcour.articles.prose_parts import About, Noun, Run, Standing, Told, Which
from nextcour.catalog.dates import SEASONS, FuzzyDate, season_of
from nextcour.catalog.entry import Format, SourceMaterial, Stream
from nextcour.franchise.model import Relation


def changes(written: Written, library: Library, seed: int) -> Iterator[Change]:
    """One change after another, each of one fact in one sentence. The same for the same page and seed; the facts that
    are changed, and into what, are the same in every language."""
    chance = random.Random(f"{seed} {written.line}")
    facts = Facts(written, library)
    ones = [call for call in written.calls if call.name == "one"]
    chosen = chance.choice(ones) if ones else None
    for call in written.calls:
        if call.name == "one" and call is not chosen:
            continue
        for what, kinds, values, right, text, refutable in _of(call, facts, chance, written):
            if text == call.text:
                continue
            edition = with_sentence(written.edition, call.text, text)
            yield Change(what, frozenset(kinds), frozenset(values), right, text, edition, refutable)
    yield from _added(written, facts, chance)


Made = tuple[str, set[str] | frozenset[str], set[str], str, str, bool]


def _of(call: Call, facts: Facts, chance: random.Random, written: Written) -> Iterator[Made]:
    speech, args = written.speech, call.args
    match call.name:
        case "what":
            yield from _about(call, args[0], facts, chance, written)
        case "only" | "one":
            make = speech.only if call.name == "only" else speech.one
            for what, kinds, values, right, told in _told(args[0], facts, chance):
                yield what, kinds, values, right, make(told), True
            if call.name == "only":
                yield from _sole(call, args[0], facts, written)
        case "several":
            yield from _several(args, facts, chance, written)
        case "beside":
            all_of_kind, beside, more = args
            shifts = EARLIER if beside.relation is Relation.MOVIE else SHIFTS
            wrong = facts.moved(beside.premiere, chance, shifts, written.view.day)
            if wrong is not None:
                text = speech.beside(all_of_kind, replace(beside, premiere=wrong), more)
                yield f"day of a {beside.relation.value.lower()} beside", DATES, {wrong.iso()}, "", text, True
        case "film_coming":
            wrong = _later(args[0].premiere, facts, chance)
            if wrong is not None:
                text = speech.film_coming(replace(args[0], premiere=wrong), args[1])
                yield "day of a movie beside", DATES, {wrong.iso()}, "", text, True
        case "streams":
            yield from _streams(args, facts, chance, written)
        case "answer" | "release":
            yield from _standing(call, args[0], facts, chance, written)
        case _:
            return


def _about(call: Call, about: About, facts: Facts, chance: random.Random, written: Written) -> Iterator[Made]:
    speech = written.speech
    if about.premiere.year is not None:
        wrong = (
            facts.moved(about.premiere, chance, EARLIER if about.format is Format.MOVIE else SHIFTS, written.view.day)
            if about.started
            else _later(about.premiere, facts, chance)
        )
        if wrong is not None:
            text = speech.what(replace(about, premiere=wrong))
            kind = "first_air_date" if about.started else "release_date"
            yield kind, DATES, {wrong.iso()}, about.premiere.iso(), text, True
    if about.studios:
        other = facts.studio(chance)
        yield "studio", {"studio"}, {other}, "", speech.what(replace(about, studios=(other,))), True
    if len(facts.kinds) == 1 and about.material in facts.kinds:
        other_kind = chance.choice(_OTHERWISE[about.material])
        text = speech.what(replace(about, material=other_kind))
        yield "source_material", {"source_material", "adaptation"}, _source(other_kind), "", text, True
        for turned in _turned(call.text, about, written.edition.lang):
            value = f"{about.material.value}_FROM_ANIME"
            yield "adaptation", {"adaptation"}, {value}, f"ANIME_FROM_{about.material.value}", turned, True


# Kinds that an article may mean by one another (a novel and a light novel, a game and a visual novel) are no change.
_OTHERWISE = {
    SourceMaterial.ORIGINAL: (SourceMaterial.MANGA, SourceMaterial.LIGHT_NOVEL, SourceMaterial.GAME),
    SourceMaterial.MANGA: (SourceMaterial.ORIGINAL, SourceMaterial.LIGHT_NOVEL, SourceMaterial.GAME),
    SourceMaterial.LIGHT_NOVEL: (SourceMaterial.ORIGINAL, SourceMaterial.MANGA, SourceMaterial.GAME),
    SourceMaterial.NOVEL: (SourceMaterial.ORIGINAL, SourceMaterial.MANGA, SourceMaterial.GAME),
    SourceMaterial.GAME: (SourceMaterial.ORIGINAL, SourceMaterial.MANGA, SourceMaterial.LIGHT_NOVEL),
    SourceMaterial.VISUAL_NOVEL: (SourceMaterial.ORIGINAL, SourceMaterial.MANGA, SourceMaterial.LIGHT_NOVEL),
    SourceMaterial.OTHER: (SourceMaterial.ORIGINAL,),
}


def _source(kind: SourceMaterial) -> set[str]:
    return {kind.value, f"ANIME_FROM_{kind.value}"}


_MATERIALS = {
    SourceMaterial.MANGA: ("a manga", "漫画", "漫画"),
    SourceMaterial.LIGHT_NOVEL: ("a light novel", "ライトノベル", "轻小说"),
    SourceMaterial.NOVEL: ("a novel", "小説", "小说"),
    SourceMaterial.GAME: ("a game", "ゲーム", "游戏"),
    SourceMaterial.VISUAL_NOVEL: ("a visual novel", "ビジュアルノベル", "视觉小说"),
}


def _turned(text: str, about: About, lang: Lang) -> Iterator[str]:
    """The sentence with the direction of adaptation turned round: the other work came from the anime."""
    words = _MATERIALS.get(about.material)
    if words is None:
        return
    old, new = {
        Lang.EN: (f"adapted from {words[0]}", f"that was adapted into {words[0]}"),
        Lang.JA: (f"{words[1]}を原作とする", f"のちに{words[1]}化された"),
        Lang.ZH: (f"{words[2]}改编", f"后来被改编成{words[2]}的"),
    }[lang]
    # A title may hold the same words: the last place is that of the sentence.
    head, found, tail = text.rpartition(old)
    if found:
        yield head + new + tail


def _told(
    told: Told, facts: Facts, chance: random.Random
) -> Iterator[tuple[str, set[str] | frozenset[str], set[str], str, Told]]:
    first, last = told.runs[0], told.runs[-1]
    out = told.state is State.OUT
    if first.premiere.year is not None:
        ranged = first.finale.year is not None and first.finale != first.premiere
        # A season that has an end begins before it.
        early = ranged or told.which.noun is Noun.FILM
        wrong = facts.moved(first.premiere, chance, EARLIER if early else SHIFTS, DAY)
        if wrong is not None:
            finale = first.finale if ranged or first.finale.year is None else wrong
            runs = (Run(wrong, finale), *told.runs[1:])
            kinds = DATES if ranged or first.finale.year is None else DATES | {"finale"}
            yield "first_air_date", kinds, {wrong.iso()}, first.premiere.iso(), replace(told, runs=runs)
    if out and last.finale.year is not None and last.finale != last.premiere:
        wrong = facts.moved(last.finale, chance, (150, 300, 500), DAY)
        if wrong is not None:
            runs = (*told.runs[:-1], Run(last.premiere, wrong))
            yield "finale", {"finale"}, {wrong.iso()}, last.finale.iso(), replace(told, runs=runs)
    if told.cour is not None:
        cour = _other_cour(told.cour, facts, chance)
        if cour is not None:
            name, year = cour
            values = {f"{name} {year}", f"{year}-{3 * SEASONS.index(name) + 1:02d}"}
            right = f"{told.cour[0]} {told.cour[1]}"
            yield "season", {"season", "first_air_date"}, values, right, replace(told, cour=cour)
    if told.episodes and told.episodes > 1:
        shifts = chance.sample((9, 11, 14, -9), 4)
        wanted = [told.episodes + shift for shift in shifts]
        count = next((one for one in wanted if one > 1 and one not in facts.episodes), None)
        if count is not None:
            yield "episodes", {"episodes"}, {str(count)}, str(told.episodes), replace(told, episodes=count)
    if told.studios:
        other = facts.studio(chance)
        yield "studio", {"studio"}, {other}, "", replace(told, studios=(other,))


def _other_cour(cour: tuple[str, int], facts: Facts, chance: random.Random) -> tuple[str, int] | None:
    """Another season of the year, in which nothing of the franchise was on air or began."""
    options = [(name, cour[1] + years) for name in SEASONS for years in (-2, -1, 0, 1, 2)]
    for name, year in chance.sample(options, len(options)):
        first = dt.date(year, 3 * SEASONS.index(name) + 1, 1) - dt.timedelta(days=40)
        last = first + dt.timedelta(days=170)
        if last < DAY and not any(begin <= last and first <= end for begin, end in facts.runs if begin and end):
            assert season_of(first + dt.timedelta(days=60)) == (name, year)
            return name, year
    return None


_COUNTED = {
    Lang.EN: ("one season so far", "{n} seasons so far"),
    Lang.JA: ("これまでに第1期のみで", "これまでに{n}期があり"),
    Lang.ZH: ("目前只有第1季", "目前共有{n}季"),
}
_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def _sole(call: Call, told: Told, facts: Facts, written: Written) -> Iterator[Made]:
    """A show of one season that is said to have more."""
    lang = written.edition.lang
    count = next(number for number in range(3, 40) if number not in facts.counts)
    old, new = _COUNTED[lang]
    if told.which.noun is Noun.SEASON and old in call.text:
        said = _WORDS[count] if lang is Lang.EN and count < len(_WORDS) else str(count)
        text = call.text.replace(old, new.format(n=said))
        yield "installments", {"installments"}, {str(count)}, "1", text, True


def _several(args: tuple[object, ...], facts: Facts, chance: random.Random, written: Written) -> Iterator[Made]:
    title, noun, count, latest = args
    assert isinstance(title, str)
    assert isinstance(noun, Noun)
    assert isinstance(count, int)
    assert isinstance(latest, Told)
    several = written.speech.several
    options = [one for one in (*range(count + 2, count + 7), *range(2, count)) if one not in facts.counts]
    if options:
        wrong_count = chance.choice(options)
        text = several(title, noun, wrong_count, latest)
        what = "installments" if noun is Noun.SEASON else f"number of {noun.value}s"
        yield what, {"installments"}, {str(wrong_count)}, str(count), text, True
    last = latest.runs[-1]
    if latest.state is State.ON_AIR:
        wrong = facts.moved(latest.runs[0].premiere, chance, SHIFTS, written.view.day)
        runs = (replace(latest.runs[0], premiere=wrong), *latest.runs[1:]) if wrong is not None else ()
        what, kinds, right = "first_air_date", DATES, latest.runs[0].premiere
    elif last.finale.year is not None and last.finale != last.premiere:
        wrong = facts.moved(last.finale, chance, (150, 300, 500), DAY)
        runs = (*latest.runs[:-1], replace(last, finale=wrong)) if wrong is not None else ()
        what, kinds, right = "finale", frozenset({"finale"}), last.finale
    else:
        shifts = EARLIER if noun is Noun.FILM else SHIFTS
        wrong = facts.moved(last.premiere, chance, shifts, written.view.day) if last.premiere.year else None
        runs = (*latest.runs[:-1], Run(wrong, wrong if last.finale.year else FuzzyDate())) if wrong is not None else ()
        what, kinds, right = "first_air_date", DATES | {"finale"}, last.premiere
    if wrong is not None:
        yield what, kinds, {wrong.iso()}, right.iso(), several(title, noun, count, replace(latest, runs=runs)), True


_SERVICES = (
    Stream("netflix", "Netflix", "https://www.netflix.com/"),
    Stream("crunchyroll", "Crunchyroll", "https://www.crunchyroll.com/"),
    Stream("disneyplus", "Disney+", "https://www.disneyplus.com/"),
    Stream("hulu", "Hulu", "https://www.hulu.com/"),
)


def _streams(args: tuple[object, ...], facts: Facts, chance: random.Random, written: Written) -> Iterator[Made]:
    """A service that no list names: lists are partial, so it must not be called wrong, nor right."""
    which, _, day = args
    assert isinstance(which, Which)
    assert isinstance(day, dt.date)
    other = next((one for one in chance.sample(_SERVICES, len(_SERVICES)) if one.site not in facts.sites), None)
    if other is not None:
        text = written.speech.streams(which, (other,), day)
        yield "platform", {"platform"}, {other.name}, "", text, False


def _later(date: FuzzyDate, facts: Facts, chance: random.Random) -> FuzzyDate | None:
    return facts.moved(date, chance, (-120, 100, 200, 400, 730), dt.date(2040, 1, 1)) if date.year else None


def _standing(call: Call, now: Standing, facts: Facts, chance: random.Random, written: Written) -> Iterator[Made]:
    speech = written.speech
    say = speech.answer if call.name == "answer" else speech.release
    which, status = now.which, now.status
    if now.date.year is not None and status in (RenewalStatus.ANNOUNCED, RenewalStatus.SPLIT_COUR):
        wrong = _later(now.date, facts, chance)
        if wrong is not None:
            what = "release_date" if status is RenewalStatus.ANNOUNCED else "release_date of a part"
            yield what, DATES, {wrong.iso()}, now.date.iso(), say(replace(now, date=wrong)), True
    if call.name != "answer" or now.last is None or which.noun is not Noun.SEASON:
        return
    denied = {RenewalStatus.NOT_ANNOUNCED, RenewalStatus.CONCLUDED, RenewalStatus.ON_AIR}
    if status is RenewalStatus.ANNOUNCED:
        text = say(replace(now, status=RenewalStatus.NOT_ANNOUNCED))
        yield "announced", {"announced"}, {f"NO {which.number}"}, f"YES {which.number}", text, True
    elif status in denied and which.number >= 3:
        number = which.number - 1
        text = say(replace(now, which=Which(which.title, which.noun, number)))
        yield "announced", {"announced"}, {f"NO {number}"}, f"YES {number}", text, True
    elsewhere = {number for season in written.view.seasons for number in season.provider_numbers}
    if status is RenewalStatus.NOT_ANNOUNCED and which.number not in elsewhere:
        text = say(replace(now, status=RenewalStatus.ANNOUNCED, date=FuzzyDate()))
        yield "announced, none known", {"announced"}, {f"YES {which.number}"}, "", text, False


# Pages name nobody and count no years: these sentences are added.
_ROLES = {
    "director": {Lang.EN: "It was directed by {}.", Lang.JA: "監督は{}。", Lang.ZH: "导演是{}。"},
    "staff": {Lang.EN: "The music was composed by {}.", Lang.JA: "音楽は{}。", Lang.ZH: "音乐由{}担任。"},
    "author": {
        Lang.EN: "The original work was written by {}.",
        Lang.JA: "原作者は{}。",
        Lang.ZH: "原作作者是{}。",
    },
}
_AGO = {
    Lang.EN: "It premiered {} years ago.",
    Lang.JA: "放送が始まったのは{}年前である。",
    Lang.ZH: "它于{}年前首播。",
}
_SURNAMES = (("田中", "Tanaka"), ("佐藤", "Sato"), ("高橋", "Takahashi"), ("渡辺", "Watanabe"), ("山本", "Yamamoto"))
_GIVEN = (("一郎", "Ichiro"), ("健二", "Kenji"), ("美咲", "Misaki"), ("直樹", "Naoki"), ("大輔", "Daisuke"))


def _added(written: Written, facts: Facts, chance: random.Random) -> Iterator[Change]:
    lang = written.edition.lang
    what = next((call for call in written.calls if call.name == "what"), None)
    if what is None:
        return
    for role, words in _ROLES.items():
        name = _somebody_else(facts, chance, lang)
        if name is None:
            continue
        text = words[lang].format(name)
        values = frozenset({name, f"music: {name}", f"composer: {name}"})
        edition = with_added(written.edition, what.text, text)
        # Which of the roles a sentence names may be read in more than one way; none may confirm somebody else.
        yield Change(role, frozenset({"director", "staff", "author"}), values, "", text, edition, refutable=False)
    about = what.args[0]
    began = about.premiere.earliest
    if about.started and began is not None and about.format in TV:
        years = round((DAY - began).days / 365.25)
        wrong = next((one for one in range(years + 4, years + 12) if not _years_fit(one, facts)), None)
        if wrong is None:
            return
        said = (_WORDS[wrong] if wrong < len(_WORDS) else str(wrong)) if lang is Lang.EN else str(wrong)
        text = _AGO[lang].format(said)
        edition = with_added(written.edition, what.text, text)
        values = frozenset({f"{wrong} year before article", f"{wrong} years before article"})
        yield Change(
            "relative_time", frozenset({"relative_time"}), values, "", text, edition, refutable=True, published=DAY
        )


def _years_fit(years: int, facts: Facts) -> bool:
    day = DAY - dt.timedelta(days=round(365.25 * years))
    return any(abs((one - day).days) < 500 for run in facts.runs for one in run if one is not None)


def _somebody_else(facts: Facts, chance: random.Random, lang: Lang) -> str | None:
    """A made-up name; None where the show's people have one that is like it."""
    surname, given = chance.choice(_SURNAMES), chance.choice(_GIVEN)
    if any(surname[0] in one or given[0] in one for one in facts.people):
        return None
    return f"{given[1]} {surname[1]}" if lang is Lang.EN else surname[0] + given[0]
