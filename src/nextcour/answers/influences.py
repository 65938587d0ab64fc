"""Words for what moves a chance, and for what would: the groups of features and the what-ifs of a forecast."""

from __future__ import annotations

from nextcour.answers.answer import Condition, ForecastPart, Influence
from nextcour.answers.words import day_words, percent
from nextcour.forecast.model import Forecast
from nextcour.forecast.reasons import DEMAND

GROUPS = {
    "time": "time since the last season",
    "installments": "how many seasons and how far apart",
    "activity": "films and specials",
    "form": "format and length",
    "material": "source material",
    "studio": "the studio",
    DEMAND: "how many people watch it",
    "season": "time of year",
    "shrinkage": "caution: drawn towards the rate of all shows that waited as long",
}
WHAT_IFS = {
    "movie": "if a film that carries the story on had just been announced",
    "top_demand": "if it were in the top tenth of its season by how many people watch it",
}
SHOWN = 3
_LEAST_POINTS = 0.0005  # fewer would be shown as 0.0


def influences(forecast: Forecast) -> tuple[Influence, ...]:
    """Contributions in words, strongest first. A group without words keeps its name."""
    return tuple(
        Influence(one.group, GROUPS.get(one.group, one.group), one.log_odds, one.points)
        for one in forecast.contributions
    )


def conditions(forecast: Forecast) -> tuple[Condition, ...]:
    """What would change the chance, in words."""
    return tuple(Condition(one.name, WHAT_IFS.get(one.name, one.name), one.p) for one in forecast.what_if)


def ignores_demand(forecast: ForecastPart | None) -> bool:
    """Whether there are chances that demand did not move."""
    if forecast is None or not (forecast.announced or forecast.premiere):
        return False
    return not any(one.group == DEMAND and one.log_odds for one in forecast.contributions)


def strongest(forecast: ForecastPart) -> tuple[Influence, ...]:
    """At most SHOWN contributions that make a difference a person can see."""
    return tuple(one for one in forecast.contributions if abs(one.points) >= _LEAST_POINTS)[:SHOWN]


def base_words(forecast: ForecastPart) -> str:
    """Where the contributions start, and of which day they are. Empty without a base."""
    if forecast.base is None or forecast.made_on is None:
        return ""
    return f"{percent(forecast.base)} was the average chance of all shows (24 months, on {day_words(forecast.made_on)})"


def made_chance(forecast: ForecastPart) -> float | None:
    """The chance that base and contributions add up to: of an announcement within 24 months of `made_on`."""
    if forecast.base is None or not forecast.contributions:
        return None
    return forecast.base + sum(one.points for one in forecast.contributions)


def points_words(influence: Influence) -> str:
    """`3.1 points: how many people watch it`, without its sign."""
    return f"{abs(influence.points) * 100:.1f} points: {influence.text}"
