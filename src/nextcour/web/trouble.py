"""Pages for when no page can be made: without the site's data, and without anything that could fail again."""

from __future__ import annotations

import html
from collections.abc import Mapping
from typing import NamedTuple

from starlette.responses import Response

from nextcour.site.languages import N_, TAGS, translations
from nextcour.site.links import Links
from nextcour.web.assets import versioned
from nextcour.web.security import headers


class Trouble(NamedTuple):
    status: int
    heading: str
    text: str


BUSY = Trouble(
    503, N_("Too much is asked at once"), N_("More people are asking than can be answered. Try again in a moment.")
)
BROKEN = Trouble(
    500, N_("Something went wrong here"), N_("The page could not be made. It is our fault, and it was written down.")
)
NOT_ALLOWED = Trouble(405, N_("That cannot be done here"), N_("This address can be read, and nothing else."))


def trouble(found: Trouble, language: str, more: Mapping[str, str] | None = None) -> Response:
    """A small page in the language. It carries all headers itself: it may be sent from outside of the application."""
    gettext = translations(language).gettext
    heading, text = html.escape(gettext(found.heading)), html.escape(gettext(found.text))
    home = html.escape(gettext(N_("Look for a title")))
    links = Links(language)
    body = (
        f'<!doctype html>\n<html lang="{TAGS[language]}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">'
        f'<title>{heading} · nextcour</title><link rel="stylesheet" href="/static/{versioned("site.css")}"></head>'
        f'<body><main class="wrap"><h1>{heading}</h1><p>{text}</p><p><a href="{links.home()}">{home}</a></p></main>'
        "</body></html>\n"
    )
    return Response(
        body,
        found.status,
        {**headers(), "cache-control": "no-store", **(more or {})},
        media_type="text/html; charset=utf-8",
    )
