"""Whether two values of the same field can both be true."""

from __future__ import annotations

import json

from nextcour.facts.intake import family

# [year, month, day], each part may be null: the coarser one says the same with less.
DATES = frozenset({"premiere", "finale"})
NOTHING = "null"


def agree(field: str, one: str, other: str) -> bool:
    """True when neither value (canonical JSON) speaks against the other: they are equal, one is silent (`null`), one is
    a coarser date, or one list holds the other. Raises ValueError when a value is no JSON."""
    if one == other or NOTHING in (one, other):
        return True
    a, b = json.loads(one), json.loads(other)
    if isinstance(a, list) and isinstance(b, list):
        if family(field) in DATES:
            return all(x == y or x is None or y is None for x, y in zip(a, b, strict=False))
        return all(x in b for x in a) or all(x in a for x in b)
    return bool(a == b)


def precision(value: str) -> int:
    """Parts of a date that are known, 0 to 3. Raises ValueError when `value` is no JSON."""
    parts = json.loads(value)
    return sum(part is not None for part in parts) if isinstance(parts, list) else 0
