"""The image that others show where somebody shares a show's page: 1200 by 630, the size that Open Graph's readers cut
to. It is made as SVG here; nextcour.site.previews makes the PNG of it."""

from __future__ import annotations

from nextcour.answers.answer import RenewalStatus
from nextcour.feeds.plain import fit
from nextcour.feeds.templates import fonts, template
from nextcour.feeds.width import wrapped
from nextcour.site.languages import DEFAULT, N_, TAGS, translations
from nextcour.site.site import Site
from nextcour.site.standing import chance_of, standing
from nextcour.site.words import Words

WIDTH, HEIGHT = 1200, 630
_ROOM = 1060
_SIZES = ((84, 1), (66, 2), (50, 3))  # of the title: the largest at which it takes no more lines than this
_LEAST = (50, _ROOM, 3)
_NARROW = 0.93  # bold sans serif beside Verdana
_TOP = 210
_COLOURS = {
    RenewalStatus.ANNOUNCED: "#6fd6b3",
    RenewalStatus.SPLIT_COUR: "#6fd6b3",
    RenewalStatus.ON_AIR: "#8cc8f0",
    RenewalStatus.CANCELLED: "#f5a582",
}
_USUAL = "#d5dade"
_KNOWN = N_("As known on %(day)s")


def preview_svg(site: Site, line: str, language: str = DEFAULT) -> bytes | None:
    """None when there is no such show."""
    item = site.shelf.item(line)
    if item is None:
        return None
    told = standing(site.shelf, item, language)
    title = fit(told.title)
    size, lines = next(
        ((size, lines) for size, most in _SIZES if len(lines := wrapped(title, size, _ROOM, 99, _NARROW)) <= most),
        (_LEAST[0], wrapped(title, *_LEAST, _NARROW)),
    )
    leading = round(size * 1.18)
    top = _TOP + (20 if len(lines) == 1 else 0)
    chance = chance_of(item)
    made = template("preview.svg").render(
        whole=fit(told.whole),
        tag=TAGS[language],
        # A run of text is drawn in one font: the one that has all signs of most titles comes first.
        fonts=fonts(language if language != DEFAULT else "ja", "Liberation Sans", "Arial"),
        colour=_COLOURS.get(item.status, _USUAL),
        title=lines,
        size=size,
        leading=leading,
        top=top,
        below=max(top + (len(lines) - 1) * leading + 76, 380),
        next=fit(told.next),
        status=fit(told.status),
        chance=fit(told.chance),
        filled=round(max(10.0, _ROOM * chance.p), 1) if chance is not None else 0,
        known=translations(language).gettext(_KNOWN) % {"day": Words(language).day(item.known_to)},
    )
    return made.encode()
