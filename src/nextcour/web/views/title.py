"""The title page: the answer first, then what it rests on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

from babel import Locale
from markupsafe import Markup
from msgspec.structs import replace

from nextcour.answers.answer import StreamRef
from nextcour.answers.explanation import explain_franchise
from nextcour.answers.library import Library
from nextcour.answers.status import BILLED_AS_LAST
from nextcour.articles.edition import Edition, Lang
from nextcour.articles.writing import edition_of
from nextcour.articles.writing_html import render_html
from nextcour.catalog.preferred import titles_by_language
from nextcour.pages.item import view_on
from nextcour.pages.title import TitlePage, title_page
from nextcour.pages.title_facts import FactRow
from nextcour.site.languages import TAGS
from nextcour.site.reports import Reports
from nextcour.web.page import Page
from nextcour.web.renderer import Renderer, quarters
from nextcour.web.views.title_data import linked_data
from nextcour.web.views.title_pictures import TitlePictures
from nextcour.web.views.title_reasons import TitleReasons
from nextcour.web.views.title_words import TitleWords

FIRST_QUARTER = dt.date(2016, 1, 1)  # before it no forecast was kept
_SITES = {"bangumi": "Bangumi"}  # that count who watches, as they spell themselves


def title(renderer: Renderer, line: str, as_of: dt.date | None = None) -> Page | None:
    """None when there is no such show. `as_of` replays a day; one that is not past shows the present page."""
    site = renderer.site
    library = site.engine.library
    home = library.home(line)
    if home is None or site.shelf.item(line) is None:
        return None
    if as_of is not None and as_of >= site.today:
        as_of = None
    return rendered(renderer, page_on(renderer, line, home, as_of or site.today), as_of)


def rendered(renderer: Renderer, page: TitlePage, as_of: dt.date | None) -> Page:
    """The page as a document. `as_of` is the day that was asked for, None for the present."""
    site, line, library = renderer.site, page.line, renderer.site.engine.library
    show = page.answer.franchise
    assert show is not None
    shown = renderer.name(show.titles, show.title)
    words = TitleWords(renderer, page, shown)
    said = words.said()
    pictures = TitlePictures(renderer, page, words)
    why = TitleReasons(renderer, page, words, library)
    path = f"/anime/{renderer.links.quoted(line)}"
    address = renderer.links.absolute(renderer.links.page(path))
    plain, hidden = told(page, library, renderer.language)
    known_to = page.answer.known_to
    named = titles_beside(page, library)
    return Page(
        renderer.render(
            "title.html",
            path,
            {"as_of": as_of.isoformat()} if as_of else None,
            page=page,
            answer=page.answer,
            show=show,
            shown=shown,
            said=said,
            say=words,
            reasons=why.reasons(),
            notes=why.notes(),
            alike=why.alike(),
            named=named,
            paged=frozenset(site.shelf.items_of(named)),
            as_of=as_of,
            known_to=known_to,
            data_age=((as_of or site.today) - known_to).days,
            linked=Markup(linked_data(page, said, shown, address, TAGS[renderer.language])),  # noqa: S704 - escaped for a script element
            picture=renderer.picture,
            pictures={
                "ahead": pictures.ahead(),
                "why": pictures.why(),
                "past": pictures.past(),
                "story": pictures.story(),
                "interest": pictures.interest(),
            },
            studio_pictures=list(pictures.studios()),
            studio_rows={row.name: row for row in page.explanation.studios},
            written=Markup(render_html(plain, level=3)) if plain.sections else None,  # noqa: S704 - escapes every text
            hidden=hidden,
            site_names=_SITES,
            regions=by_region(page, renderer.language),
            quarters=quarters(max(page.first_day, FIRST_QUARTER), site.known_to)[::-1][: renderer.form.quarters],
            moments=[] if renderer.form.fixed else list(moments(page)),
            reports=Reports(),
            report_text=_reporting(page, address),
            newest=site.today,
            data_day=site.known_to,
        ),
        fresh=600 if as_of is None else 86400,
    )


def page_on(renderer: Renderer, line: str, home: str, day: dt.date) -> TitlePage:
    """What the page of a line shows on a day."""
    engine = renderer.site.engine
    library = engine.library
    franchise = library.franchise(home)
    answer = engine.ask(f"id:{line}", day, with_facts=False)
    explanation = explain_franchise(home, library, day, strict=False)
    view = view_on(franchise, next(one for one in franchise.lines if one.id == line), library, day)
    return title_page(answer, explanation, view, library)


def titles_beside(page: TitlePage, library: Library) -> dict[str, dict[str, str]]:
    """Titles, by language tag, of the shows that the page names beside its own."""
    like = page.answer.reference_class
    found = {}
    for line_id in (*(one.line for one in (like.cases if like else ())), *(one.line for one in page.siblings)):
        home = library.home(line_id)
        lines = library.franchise(home).lines if home is not None else ()
        line = next((one for one in lines if one.id == line_id), None)
        if line is not None:
            found[line_id] = titles_by_language(library.entry(line.installments[0].parts[0]))
    return found


def told(page: TitlePage, library: Library, language: str) -> tuple[Edition, tuple[str, ...]]:
    """The page in prose, and apart from it the sentences that may give away how the story ends."""
    edition = edition_of(page.answer, library, page.answer.as_of, Lang(language))
    sections, hidden = [], []
    for section in edition.sections:
        open_ = tuple(one for one in section.sentences if section.id != "story" and not BILLED_AS_LAST.search(one.text))
        hidden += [one.text for one in section.sentences if one not in open_]
        if open_:
            sections.append(replace(section, sentences=open_))
    return replace(edition, sections=tuple(sections)), tuple(hidden)


def _reporting(page: TitlePage, address: str) -> Callable[..., str]:
    """Makes the text of a report, with a fact filled in or without."""

    def text(entry: str = "", row: FactRow | None = None) -> str:
        lines = [address, f"as of {page.answer.known_to.isoformat()}"]
        if row is not None:
            seen = f"{row.source}, {row.observed_at.isoformat()}"
            lines += [f"{entry} {row.field}: {' · '.join(row.values)[:300]}", f"source: {seen}"]
        return "\n".join([*lines, "", "What is right, and where it stands:", ""])

    return text


def by_region(page: TitlePage, language: str) -> list[tuple[list[str], list[StreamRef]]]:
    """Services by the regions that they serve, regions with the same services together; few regions first, and last
    what names none."""
    names = Locale.parse(TAGS[language], sep="-").territories
    served: dict[str, list[StreamRef]] = {}
    for stream in page.streams:
        for region in stream.regions or ("",):
            served.setdefault(region, []).append(stream)
    alike: dict[tuple[str, ...], tuple[list[str], list[StreamRef]]] = {}
    for region, streams in served.items():
        regions, _ = alike.setdefault((region and "named", *(one.url for one in streams)), ([], streams))
        regions.append(str(names.get(region, region)))
    found = [(sorted(regions), streams) for regions, streams in alike.values()]
    return sorted(found, key=lambda one: (one[0] == [""], len(one[0]), one[0]))


def moments(page: TitlePage) -> Iterator[tuple[dt.date, int]]:
    """Days worth a look back: the one before each installment became known, newest first."""
    for step in sorted(page.story, key=lambda one: one.announced, reverse=True):
        day = step.announced - dt.timedelta(days=1)
        if step.number > 1 and page.first_day <= day < page.answer.known_to:
            yield day, step.number
