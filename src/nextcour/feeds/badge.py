"""A badge: one line on how a show stands, for other people's pages. Solid colours, so that it reads on any ground."""

from __future__ import annotations

from nextcour.answers.answer import RenewalStatus
from nextcour.feeds.plain import fit
from nextcour.feeds.templates import fonts, template
from nextcour.feeds.width import width
from nextcour.site.languages import DEFAULT, TAGS
from nextcour.site.site import Site
from nextcour.site.standing import standing

MEDIA_TYPE = "image/svg+xml"
_SIZE, _PAD = 11, 8
# White on each keeps 4.5:1 or more.
_GROUND = {
    RenewalStatus.ANNOUNCED: "#00684c",
    RenewalStatus.SPLIT_COUR: "#00684c",
    RenewalStatus.ON_AIR: "#0b5c8f",
    RenewalStatus.CANCELLED: "#9c3a00",
}
_USUAL = "#4f5b66"


def badge(site: Site, line: str, language: str = DEFAULT) -> bytes | None:
    """SVG; None when there is no such show."""
    item = site.shelf.item(line)
    if item is None:
        return None
    told = standing(site.shelf, item, language)
    label, message = fit(told.next), fit(told.short)
    left, right = (round(width(text, _SIZE)) + 2 * _PAD for text in (label, message))
    made = template("badge.svg").render(
        label=label,
        message=message,
        whole=fit(told.whole),
        left=left,
        right=right,
        ground=_GROUND.get(item.status, _USUAL),
        tag=TAGS[language],
        fonts=fonts(language, "Verdana", "Geneva", "DejaVu Sans"),
        size=_SIZE,
    )
    return made.encode()
