"""What a title's kind and place add to its distance: named penalties, so that a match can say why.

Distances are ≥ 0; 0 is the very title. Up to about 0.2 is a believable match.
"""

from __future__ import annotations

from nextcour.catalog.entry import TitleKind
from nextcour.catalog.titles.asked import Reading
from nextcour.catalog.titles.compare import Penalties, Penalty
from nextcour.catalog.titles.markers import Wants
from nextcour.catalog.titles.rows import Form, KeyRef, LineRecord, Role

FORM = {Form.FULL: 0.0, Form.BASE: 0.0, Form.STEM: 0.02, Form.HEAD: 0.02, Form.TAIL: 0.05}
PARTS = {
    Form.FULL: "its title",
    Form.BASE: "its title without a number",
    Form.STEM: "its title without words like movie",
    Form.HEAD: "its title before the subtitle",
    Form.TAIL: "its subtitle",
}
KIND = {TitleKind.NATIVE: 0.0, TitleKind.TRANSLATED: 0.002, TitleKind.ALIAS: 0.01, TitleKind.GENERATED: 0.008}
SEQUEL_BASE = 0.006  # the title is a sequel's without its number, which was not asked for
FAR_NUMBER = 0.06  # an installment far beyond the last one
FAR_NUMBER_BARE = 0.12  # … when it was a lone number: then it belongs to the name
OTHER_NUMBER = 0.02  # the title states another number than the one asked
NO_MAIN = 0.02  # nothing but movies and extras stand in the line
OTHER_YEAR = 0.01  # another entry of the line is of the year given
LATER_YEAR = 0.02  # … or it lies ahead, when an installment is asked for
WRONG_YEAR = 0.09
MOVIE = 0.012
EXTRA = 0.02
NO_MOVIE = 0.02
HOPELESS = 0.6


def place_distance(reading: Reading, ref: KeyRef, line: LineRecord) -> Penalties:
    """Penalties for what kind of title it is and how its place fits the installment asked for."""
    found: list[Penalty] = []

    def add(name: str, amount: float, words: str) -> None:
        if amount:
            found.append(Penalty(name, amount, words))

    entry = line.entries[ref.entry]
    add("reading", reading.cost, ", ".join(reading.how))
    if ref.form is not Form.STEM or reading.wants not in (Wants.MOVIE, Wants.OVA):
        add("form", FORM[ref.form], PARTS[ref.form])
    add("kind", KIND[ref.kind], f"{ref.kind.value.lower()} title")
    if not reading.family:
        if entry.role is Role.MOVIE and reading.wants is not Wants.MOVIE:
            add("role", MOVIE, "a movie")
        elif entry.role is Role.EXTRA and reading.wants is not Wants.OVA:
            add("role", EXTRA, "an extra")
        if not line.main and reading.wants not in (Wants.MOVIE, Wants.OVA):
            add("line", NO_MAIN, "no season in this line")
    if reading.wants is Wants.MOVIE and not any(item.role is Role.MOVIE for item in line.entries):
        add("movie", NO_MOVIE, "no movie in this line")
    if reading.year is not None and entry.year != reading.year:
        years = [item.year for item in line.entries if item.year is not None]
        if reading.year in years:
            add("year", OTHER_YEAR, f"the title is of {entry.year}")
        elif years and reading.year > max(years) and reading.wants is not Wants.SHOW:
            add("year", LATER_YEAR, f"nothing after {max(years)}")
        else:
            add("year", WRONG_YEAR, f"it is of {entry.year}")
    if reading.wants is Wants.SEASON and reading.number is not None:
        if reading.number > max(line.last_number, 1) + 2:
            far = FAR_NUMBER_BARE if reading.marked.bare else FAR_NUMBER
            add("number", far, f"it has {line.last_number} installments")
        elif ref.said is not None and ref.form is Form.FULL and ref.said != reading.number:
            add("number", OTHER_NUMBER, f"its title states {ref.said}")
    elif reading.wants is Wants.SHOW and ref.form is not Form.FULL and (entry.number or 1) > 1:
        add("sequel", SEQUEL_BASE, "the title of a sequel without its number")
    return tuple(found)
