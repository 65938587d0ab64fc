"""How good past forecasts were."""

from __future__ import annotations

import msgspec

from nextcour.charts.diagram import diagram
from nextcour.charts.sketch import Sketch
from nextcour.evaluation.results import Subset
from nextcour.evaluation.track_record import TrackRecord, TrackScore, live
from nextcour.site.languages import N_
from nextcour.store import track_record_file
from nextcour.web.page import Page
from nextcour.web.renderer import Renderer

_SUBSETS = {
    Subset.ALL: N_("Every show with nothing announced"),
    Subset.SINCE_2022: N_("Forecasts for days from January 2022 on"),
    Subset.ON_AIR: N_("On air on the day of the forecast"),
    Subset.ENDED_3Y: N_("Ended at most three years before"),
    Subset.FRESH_DEMAND: N_("Demand counted within the year before"),
}
_EVENTS = {
    "announced": N_("next season announced within %(months)s months"),
    "premiere": N_("next season out within %(months)s months"),
    "movie": N_("film announced within %(months)s months"),
}


def track_record(renderer: Renderer) -> Page | None:
    """None where no track record ships."""
    try:
        found = track_record_file.read()
    except track_record_file.TrackRecordMissing:
        return None
    record = msgspec.structs.replace(found, live=live(renderer.site.engine.library.runs(), found.model))
    gettext = renderer.gettext
    groups = []
    for subset, words in _SUBSETS.items():
        scores = [score for score in record.scores if score.subset == subset.value]
        if scores:
            groups.append((gettext(words), [(event_words(renderer, score), score) for score in scores]))
    return Page(
        renderer.render(
            "track_record.html",
            "/track-record",
            record=record,
            groups=groups,
            length_of=lambda value, unit: _length(renderer, value, unit),
            diagrams=[(event_words(renderer, score), score, _diagram(renderer, score)) for score in _drawn(record)],
        )
    )


def _length(renderer: Renderer, value: float | None, unit: str) -> str:
    """`29.5 months`; a dash for None."""
    if value is None:
        return "–"
    words = N_("%(number)s months") if unit == "months" else N_("%(number)s days")
    return renderer.gettext(words) % {"number": f"{value:.1f}" if unit == "months" else f"{value:.0f}"}


def event_words(renderer: Renderer, score: TrackScore) -> str:
    """`next season announced within 24 months`."""
    return renderer.gettext(_EVENTS[score.event]) % {"months": score.horizon_months}


def _diagram(renderer: Renderer, score: TrackScore) -> Sketch:
    gettext = renderer.gettext
    bars = [bar for bar in score.bins if bar.n]
    worst = max(bars, key=lambda bar: abs(bar.said - bar.seen))
    title = gettext(N_("Said and seen: %(event)s")) % {"event": event_words(renderer, score)}
    words = gettext(
        N_(
            "Each point is a group of past forecasts, with the 90 %% interval of the share that came; on the dashed "
            "line what was said is what came. The group furthest from it said %(said)s and saw %(seen)s."
        )
    )
    text = words % {"said": renderer.words.chance(worst.said), "seen": renderer.words.chance(worst.seen)}
    name = f"{score.event}-{score.horizon_months}"
    return diagram(bars, gettext(N_("chance given")), gettext(N_("share that came")), title, text, name)


def _drawn(record: TrackRecord) -> list[TrackScore]:
    """Whose bins are shown: an announcement and a premiere within two years, of all shows."""
    return [
        score
        for score in record.scores
        if score.subset == Subset.ALL.value and score.horizon_months == 24 and score.event != "movie" and score.bins
    ]
