"""What a request says of what it has and can take: If-None-Match and Accept-Encoding."""

from __future__ import annotations

import re

_OFFERED = re.compile(r"\s*([a-z*]+)\s*(?:;\s*q=([0-9.]{1,6}))?\s*", re.IGNORECASE)


def has(none_match: str, tag: str) -> bool:
    """Whether If-None-Match names our tag; a proxy may have made a weak one of it, with `W/` before it."""
    return f'"{tag}"' in set(re.findall(r'"[^"]*"', none_match[:1000]))


def encodings(header: str) -> set[str]:
    """Encodings that Accept-Encoding takes: `br;q=0` is a refusal."""
    found = set()
    for part in header[:500].split(","):
        offered = _OFFERED.fullmatch(part)
        if offered and float(offered[2].strip(".") or 0 if offered[2] and offered[2].count(".") < 2 else 1) > 0:
            found.add(offered[1].lower())
    return found
