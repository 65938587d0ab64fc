"""What the show is, and what there is of it so far."""

from __future__ import annotations

from collections.abc import Iterator

from nextcour.answers.view import Season, State
from nextcour.articles.edition import Sentence
from nextcour.articles.footnotes import merged
from nextcour.articles.prose_page import Page
from nextcour.articles.prose_parts import About, Beside, Told, Which, cour_of, episodes_of, runs_of
from nextcour.catalog.entry import Entry, Format, SourceMaterial
from nextcour.facts.rules import existence_day
from nextcour.franchise.kinds import SERIES
from nextcour.franchise.model import Relation
from nextcour.franchise.title_base import read

_BESIDE = (Relation.MOVIE, Relation.OVA, Relation.SPECIAL)
_VOTES = 10  # fewer say nothing of a show
_STUDIOS = 4  # a longer list is an anthology's: naming some of it would be wrong


def about(page: Page) -> Iterator[Sentence]:
    """What it is, and since when."""
    first, speech = page.first, page.speech
    studios = first.studios if len(first.studios) <= _STUDIOS else ()
    fields = ["titles"]
    fields += ["format"] if first.format is not Format.UNKNOWN else []
    fields += ["source_material"] if first.source_material is not SourceMaterial.UNKNOWN else []
    fields += ["studios"] if studios else []
    fields += ["premiere"] if first.premiere.year is not None else []
    told = About(
        title=page.title,
        native=speech.native(first),
        format=first.format,
        lang=first.lang,
        material=first.source_material,
        studios=studios,
        premiere=first.premiere,
        started=page.last is not None,
        known_to=page.day,
    )
    yield Sentence(speech.what(told), merged(page.notes.facts(first.id, *fields)))
    if page.line.relation in (Relation.SPIN_OFF, Relation.REMAKE):
        parent = _parent(page)
        if parent is not None:
            notes = [page.notes.counted("line"), *page.notes.facts(parent.id, "titles")]
            yield Sentence(speech.apart(page.line.relation, speech.title(parent)), merged(notes))
    unmade = first.source_material is SourceMaterial.UNKNOWN, not first.studios
    if any(unmade):
        yield Sentence(speech.unmade(*unmade), (page.notes.absence(),))


def _parent(page: Page) -> Entry | None:
    """The first installment of the franchise's first line, when that was known on the day and is called otherwise."""
    line = page.franchise.lines[0]
    if line.id == page.line.id:
        return None
    library = page.library
    first = line.installments[0].parts[0]
    if existence_day(library.announced(first))[0] > page.day:
        return None
    entry = library.entry(first)
    return entry if page.speech.title(entry) != page.title else None


def so_far(page: Page) -> Iterator[Sentence]:
    """Every installment that is out, what stands beside them, where the latest streams and how many watch it."""
    speech, notes = page.speech, page.notes
    shown = [season for season in page.view.seasons if season.state is not State.UPCOMING]
    if shown:
        told = [_told(page, season) for season in shown]
        if len(told) == 1:
            yield Sentence(
                speech.only(told[0]), merged([notes.counted("line")], _season_notes(page, shown[0], told[0]))
            )
        else:
            latest = _season_notes(page, shown[-1], told[-1], named=False)
            counted = merged([notes.counted("line")], latest)
            yield Sentence(speech.several(page.title, page.noun, len(told), told[-1]), counted)
            for season, one in zip(shown, told, strict=True):
                yield Sentence(speech.one(one), merged(_season_notes(page, season, one)), item=True)
    yield from _beside(page)
    if shown:
        yield from _streams(page, shown[-1])
        yield from _demand(page, shown[-1])


def _told(page: Page, season: Season) -> Told:
    first = season.parts[0]
    episodes, counted = episodes_of(season)
    made = tuple(sorted({studio for part in season.parts for studio in part.studios}))
    other = made and made != tuple(sorted(page.first.studios)) and len(made) <= _STUDIOS
    return Told(
        which=Which(page.title, page.noun, season.number),
        state=season.state,
        title=_own_title(page, first),
        runs=runs_of(season, page.day),
        episodes=episodes,
        counted=counted,
        cour=cour_of(first),
        studios=made if other else (),
        series=first.format in SERIES or first.format is Format.UNKNOWN,
        online=first.format is Format.ONA,
        known_to=page.day,
    )


def _own_title(page: Page, entry: Entry) -> str | None:
    """The entry's title, unless it is the show's with nothing but a number added."""
    title = page.speech.title(entry)
    return None if title == page.title or read(title).base in page.bases else title


def _season_notes(page: Page, season: Season, told: Told, *, named: bool = True) -> list[int]:
    found: list[int] = []
    for part in season.parts[: len(told.runs)]:
        fields = ["premiere"]
        fields += ["finale"] if part.finale.year is not None else []
        fields += ["titles"] if named and told.title and part is season.parts[0] else []
        fields += ["episodes"] if named and told.episodes is not None else []
        fields += ["studios"] if named and told.studios else []
        found += page.notes.facts(part.id, *fields)
    return found


def _beside(page: Page) -> Iterator[Sentence]:
    """Films, then discs, then specials that are out: how many, and the latest."""
    more = False
    for relation in _BESIDE:
        found = [one for one in page.view.around if one.relation is relation and one.out]
        if not found:
            continue
        latest = max(found, key=lambda one: (one.entry.premiere.latest or page.day, one.entry.id))
        told = Beside(page.speech.title(latest.entry), relation, latest.entry.premiere, True)
        notes = [page.notes.counted("line"), *page.notes.facts(latest.entry.id, "titles", "premiere")]
        yield Sentence(page.speech.beside(len(found), told, more), merged(notes))
        more = True


def _streams(page: Page, season: Season) -> Iterator[Sentence]:
    part = next((part for part in season.parts if part.streams), None)
    if part is None:
        return
    numbers = page.notes.facts(part.id, *(f"stream.{stream.site}" for stream in part.streams))
    which = Which(page.title, page.noun, season.number)
    yield Sentence(page.speech.streams(which, part.streams, page.seen(numbers)), merged(numbers))


def _demand(page: Page, season: Season) -> Iterator[Sentence]:
    """Synced demand where the answer shows it, else the catalogue's own count."""
    which = Which(page.title, page.noun, season.number)
    found = page.interest(season)
    if found is not None:
        last = found.last
        words, entry = page.source_words(found), found.entry
        people = round(last.value) if not found.track.flow else None
        if people is None and last.place is None:
            return
        note = page.notes.of_source(found.track.source, found.day, "", entry, "demand")
        yield Sentence(page.speech.interest(which, words, people, last.place, last.n, found.day), (note,))
        return
    part = next((part for part in season.parts if part.demand is not None), None)
    if part is not None and part.demand is not None and part.demand.collections:
        demand = part.demand
        votes = sum(demand.ratings)
        score = demand.score if votes >= _VOTES else None
        text = page.speech.collected(which, demand.collections, demand.day_to, score, votes)
        yield Sentence(text, merged(page.notes.facts(part.id, "demand")))
