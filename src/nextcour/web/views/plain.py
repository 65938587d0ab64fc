"""Pages without data: about the numbers, preferences, and those that say what went wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nextcour.evaluation.results import Subset
from nextcour.evaluation.track_record import TrackScore
from nextcour.site import attribution
from nextcour.store import track_record_file
from nextcour.web.page import Page
from nextcour.web.renderer import Renderer


def missing(renderer: Renderer) -> Page:
    return Page(renderer.render("missing.html", "/"), status=404, fresh=60)


def problem(renderer: Renderer, status: int, words: str, given: Mapping[str, str]) -> Page:
    """An address that asks for what cannot be. `words` is a message with placeholders for `given`."""
    text = renderer.gettext(words)
    return Page(
        renderer.render("problem.html", "/", text=text % given if given else text), status=status, keep=False, fresh=0
    )


def preferences(renderer: Renderer, back: str) -> Page:
    return Page(renderer.render("preferences.html", "/preferences", back=back), keep=False)


def about(renderer: Renderer) -> Page:
    library = renderer.site.engine.library
    values: dict[str, Any] = {"packages": library.packages, "whole": _whole(), "shows": renderer.site.shelf.count()}
    return Page(renderer.render("about.html", "/about", attribution=attribution.blocks(), **values))


def _whole() -> TrackScore | None:
    """The score of everything that had a next season announced within two years, or not; None where none ships."""
    try:
        scores = track_record_file.read().scores
    except track_record_file.TrackRecordMissing:
        return None
    wanted = ("announced", 24, Subset.ALL.value)
    return next((one for one in scores if (one.event, one.horizon_months, one.subset) == wanted), None)
