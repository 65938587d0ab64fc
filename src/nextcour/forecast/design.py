"""The columns of the spline logit: features of a landmark as a linear model can use them. Needs numpy."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from nextcour.forecast.panel import Floats, Panel

# Every column belongs to the group of features that it is made of, for the reasons shown to a person.
Columns = Mapping[str, Floats]
_FLOOR = 0.1  # years added before taking logs


def groups(panel: Panel) -> dict[str, dict[str, Floats]]:
    """Columns by group, each of shape (rows,), none of them nan: what is missing gets 0 in its columns and, where that
    may say something, a flag of its own."""
    at = {name: panel.features[:, place] for place, name in enumerate(panel.names)}
    return {
        "time": _time(at),
        "installments": _installments(at),
        "activity": _activity(at),
        "form": _form(at),
        "material": _material(at),
        "studio": _studio(at),
    }


def log_years(years: Floats) -> Floats:
    logs: Floats = np.log(np.maximum(years, 0.0) + _FLOOR)
    return logs


def _hinges(name: str, logs: Floats, knots: tuple[float, ...]) -> dict[str, Floats]:
    """A piecewise linear spline in log years."""
    made = {name: logs}
    for knot in knots:
        made[f"{name}>{knot:g}"] = np.maximum(logs - np.log(knot + _FLOOR), 0.0)
    return made


def _time(at: Columns) -> dict[str, Floats]:
    age, air = log_years(at["age"]), at["on_air"]
    ended = np.where(air > 0, np.log(_FLOOR), log_years(np.nan_to_num(at["ended"])))
    return {
        **_hinges("age", age, (0.25, 0.5, 1, 2, 4, 7)),
        **_hinges("ended", ended, (0.1, 0.5, 1.5)),
        "on_air": air,
        "on_air*age": air * age,
        "pending": at["pending"],
        "line_age": log_years(at["line_age"]),
        "weeks": np.log(np.maximum(at["weeks"], 1.0)),
        "long": at["long"],
        "year": at["year"] - 2015.0,
    }


def _installments(at: Columns) -> dict[str, Floats]:
    several = (at["count"] > 1).astype(float)
    age = log_years(at["age"])
    return {
        "first": 1.0 - several,
        "count": np.log(np.minimum(at["count"], 8)),
        "gap": several * log_years(np.nan_to_num(at["gap"], nan=1.5)),
        "gap_mean": several * log_years(np.nan_to_num(at["gap_mean"], nan=1.5)),
        "notice": np.nan_to_num(at["notice"]),
        "lead": np.nan_to_num(at["lead"], nan=0.5),
        "overdue": (np.nan_to_num(at["overdue"], nan=-1.0) > 0).astype(float),
        "overdue_by": np.maximum(np.nan_to_num(at["overdue"], nan=-1.0), 0.0),
        "first*age": (1.0 - several) * age,
        "parts": np.log(at["parts"]),
    }


def _activity(at: Columns) -> dict[str, Floats]:
    quiet = log_years(at["quiet"])
    made = _hinges("quiet", quiet, (0.5, 2, 5))
    for name in ("movies", "discs", "specials", "movies_since", "extras_since", "movies_coming", "extras_coming"):
        made[name] = np.log1p(np.minimum(at[name], 10))
    made["any_since"] = (at["extras_since"] > 0).astype(float)
    made["movie_since"] = (at["movies_since"] > 0).astype(float)
    made["movie_coming"] = (at["movies_coming"] > 0).astype(float)
    for name in ("siblings", "siblings_recent", "siblings_coming"):
        made[name] = np.log1p(at[name])
    return made


def _form(at: Columns) -> dict[str, Floats]:
    names = ("web", "short", "disc", "film", "foreign", "drop", "slot_night", "slot_morning")
    return {name: at[name] for name in names}


def _material(at: Columns) -> dict[str, Floats]:
    age = log_years(at["age"])
    made = {name: at[name] for name in ("original", "manga", "light_novel", "game")}
    made["adapted*age"] = at["adapted"] * age
    return made


def _studio(at: Columns) -> dict[str, Floats]:
    return {"studio_rate": np.nan_to_num(at["studio_rate"]), "studio_busy": np.nan_to_num(at["studio_busy"])}
