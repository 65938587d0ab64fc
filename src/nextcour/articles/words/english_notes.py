"""English: footnotes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from nextcour.articles.words.english_forms import day_text

_FIELDS = {
    "titles": "titles",
    "format": "format",
    "premiere": "first day",
    "finale": "last day",
    "episodes": "episodes",
    "studios": "studio",
    "source_material": "source material",
    "streams": "where it streams",
    "demand": "lists and ratings",
    "status": "status",
    "relation": "what it belongs to",
}


class EnglishNotes:
    """Footnotes."""

    def fact_note(self, source: str, version: str, day: dt.date, fields: Sequence[str], known_to: dt.date) -> str:
        told = ", ".join(_FIELDS.get(field, field) for field in fields)
        name = f"{source} {version}" if version else source
        rule = "; what could be known earlier is told by rule" if day > known_to else ""
        return f"{name}, seen on {day_text(day)}: {told}{rule}."

    def estimate_note(self, basis: str, earliest: dt.date, latest: dt.date) -> str:
        how = "the order of MyAnimeList ids" if basis == "mal-id" else "the usual lead before a premiere"
        return (
            f"nextcour, estimated from {how}: four times in five between {day_text(earliest)} and {day_text(latest)}."
        )

    def absence_note(self, read: Sequence[tuple[str, str, dt.date]], day: dt.date) -> str:
        names = ", ".join(f"{name} {version} ({day_text(seen)})".replace("  ", " ") for name, version, seen in read)
        return f"Nothing of the kind in what was known by {day_text(day)}. Sources read: {names}."

    def counted_note(self, what: str, day: dt.date) -> str:
        told = {
            "line": "which entries of the catalogue continue which",
            "past": "past shows that stood where this one stands",
            "record": "what became of past forecasts",
        }[what]
        return f"nextcour, counted over its catalogue as of {day_text(day)}: {told}."

    def forecast_note(self, model: str, made_on: dt.date | None, origin: dt.date) -> str:
        made = f"forecast made on {day_text(made_on or origin)} from what was known then (model {model})"
        return f"nextcour, {made}; chances count from {day_text(origin)}."

    def quoted_note(self, source: str, day: dt.date, cut: bool) -> str:
        return f"Synopsis: {source}, fetched on {day_text(day)}{', shortened' if cut else ''}; the words are theirs."

    def unquoted_note(self, why: str) -> str:
        return f"Asked for a synopsis: {why}."
