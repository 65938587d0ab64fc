"""The title page for machines that read pages: schema.org as JSON-LD."""

from __future__ import annotations

from typing import Any

import msgspec

from nextcour.catalog.entry import Format
from nextcour.pages.title import TitlePage
from nextcour.pages.title_story import Kind, Step
from nextcour.web.views.title_words import Said

_ESCAPED = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def linked_data(page: TitlePage, said: Said, title: str, address: str, language: str) -> str:
    """JSON that can stand in a script element: no sign in it that HTML could take for markup."""
    show = page.answer.franchise
    assert show is not None
    films = page.format == Format.MOVIE.value
    parts = [_part(step, films) for step in page.story if step.kind is Kind.INSTALLMENT and not step.reveals]
    series: dict[str, Any] = {
        "@type": "MovieSeries" if films else "TVSeries",
        "@id": f"{address}#show",
        "name": title,
        "url": address,
    }
    others = list(dict.fromkeys(text for text in (show.title, *show.titles.values()) if text != title))
    links = [one.url for one in page.elsewhere] + ([page.official] if page.official else [])
    if others:
        series["alternateName"] = others
    if links:
        series["sameAs"] = links
    if page.studios:
        series["productionCompany"] = [{"@type": "Organization", "name": studio} for studio in page.studios]
    if parts:
        series["hasPart" if films else "containsSeason"] = parts
    if not films and show.installments:
        series["numberOfSeasons"] = show.installments
    asked: dict[str, Any] = {
        "@type": "FAQPage",
        "@id": f"{address}#faq",
        "url": address,
        "inLanguage": language,
        "about": {"@id": f"{address}#show"},
        "mainEntity": [
            {
                "@type": "Question",
                "name": said.question,
                "acceptedAnswer": {"@type": "Answer", "text": said.sentence},
            }
        ],
    }
    text = msgspec.json.encode({"@context": "https://schema.org", "@graph": [series, asked]}).decode()
    for sign, escaped in _ESCAPED.items():
        text = text.replace(sign, escaped)
    return text


def _part(step: Step, film: bool) -> dict[str, Any]:
    part: dict[str, Any] = {"@type": "Movie" if film else "TVSeason", "name": step.title}
    if film:
        if step.premiere:
            part["datePublished"] = step.premiere
        return part
    part["seasonNumber"] = step.number
    if step.premiere:
        part["startDate"] = step.premiere
    if step.finale:
        part["endDate"] = step.finale
    if step.episodes is not None:
        part["numberOfEpisodes"] = step.episodes
    return part
