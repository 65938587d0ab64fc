"""Verdicts on numbers of episodes and seasons, and on what an anime was made from."""

from __future__ import annotations

from collections.abc import Sequence

from nextcour.answers.view import LineView, Season, State
from nextcour.articles.bearing import Bearing
from nextcour.articles.checked import Evidence
from nextcour.articles.claim import MOVIE, WHOLE, Claim, Kind, Verdict
from nextcour.articles.verdict import Ruling, contradicted, supported, unverifiable
from nextcour.catalog.entry import Entry, Format, SourceMaterial

# Of 181 weekly runs 93 % are counted right from their dates, the others nearly so (catalog/broadcast.py).
SLACK_INFERRED = 2


def on_episodes(claim: Claim, bearing: Bearing) -> Ruling:
    if not claim.value.isdecimal() or len(claim.value) > 5:
        return unverifiable("the number cannot be read")
    count = int(claim.value)
    if claim.installment == MOVIE:
        return unverifiable("a film has no episodes to count")
    season = bearing.season(claim.installment)
    if claim.installment is not None and claim.installment != WHOLE and season is None:
        return unverifiable(
            f"no such installment had been shown by {bearing.known_to}", bearing.absence("installments")
        )
    if season is not None:
        parts = season.parts
        if claim.part is not None and len(parts) >= claim.part:
            parts = (parts[claim.part - 1],)
        return _of_parts(count, parts, bearing)
    seasons = bearing.seasons_then()
    whole = _sums([one.parts for one in seasons])
    for one in seasons:
        ruling = _of_parts(count, one.parts, bearing)
        if ruling.verdict is Verdict.SUPPORTED:
            return ruling
    if count in whole:
        return supported("all seasons together", _evidence(bearing, [p for s in bearing.seasons for p in s.parts]))
    if len(seasons) == 1:
        return _of_parts(count, seasons[0].parts, bearing)
    if _near_any(count, bearing):
        return unverifiable("near a number that is only counted from dates")
    if any(part.episodes is None for one in seasons for part in one.parts):
        return unverifiable("the number of episodes of some seasons is not known")
    first = seasons[0] if claim.installment is None else None
    right = _total(first.parts) if first is not None else max(whole)
    return contradicted(
        "no season has so many, nor all together",
        str(right),
        _evidence(bearing, [p for s in bearing.seasons for p in s.parts][:6]),
    )


def _near_any(count: int, bearing: Bearing) -> bool:
    return any(
        part.episodes is not None and part.episodes_inferred and abs(part.episodes - count) <= SLACK_INFERRED
        for one in bearing.seasons
        for part in one.parts
    )


def _of_parts(count: int, parts: Sequence[Entry], bearing: Bearing) -> Ruling:
    """The season as a whole, or one of its parts."""
    for part in parts:
        if part.episodes == count:
            inferred = " (counted from its weekly dates)" if part.episodes_inferred else ""
            return supported(f"{count} episodes{inferred}", bearing.fact(part, "episodes"))
    total = _total(parts)
    if total is None:
        known = [part.episodes for part in parts if part.episodes is not None]
        return unverifiable(
            "the number of episodes is not known" + (" of all its parts" if known else ""), _evidence(bearing, parts)
        )
    if total == count:
        return supported(f"{count} episodes in {len(parts)} parts", _evidence(bearing, parts))
    series = [part for part in parts if part.episodes and part.episodes > 1]
    if series and sum(part.episodes or 0 for part in series) == count:
        return supported(f"{count} episodes without specials", _evidence(bearing, series))
    guessed = sum(part.episodes_inferred for part in parts)
    if guessed and abs(total - count) <= SLACK_INFERRED * guessed:
        return unverifiable(
            f"{total} by its weekly dates, which may be off by {SLACK_INFERRED * guessed}", _evidence(bearing, parts)
        )
    return contradicted(f"{total} episodes", str(total), _evidence(bearing, parts))


def _total(parts: Sequence[Entry]) -> int | None:
    known = [part.episodes for part in parts if part.episodes is not None]
    return sum(known) if len(known) == len(parts) and known else None


def _sums(seasons: Sequence[Sequence[Entry]]) -> set[int]:
    """Episodes of the first one, two, three … seasons together, as far as they are known."""
    sums: set[int] = set()
    running = 0
    for parts in seasons:
        total = _total(parts)
        if total is None:
            break
        running += total
        sums.add(running)
    return sums


def _evidence(bearing: Bearing, parts: Sequence[Entry]) -> tuple[Evidence, ...]:
    return tuple(fact for part in parts for fact in bearing.fact(part, "episodes"))


def _shown(view: LineView) -> list[Season]:
    return [one for one in view.seasons if one.state is not State.UPCOMING]


def on_installments(claim: Claim, bearing: Bearing) -> Ruling:
    """Seasons are counted in several ways: by story, by parts, as providers number them. None of them must fit."""
    if not claim.value.isdecimal() or len(claim.value) > 4:
        return unverifiable("the number cannot be read")
    count = int(claim.value)
    if claim.installment == MOVIE and bearing.seasons[0].parts[0].format is not Format.MOVIE:
        return unverifiable("how many films there are beside the seasons is counted in many ways")
    evidence = tuple(fact for one in bearing.seasons for fact in bearing.fact(one.parts[0], "premiere"))[-4:]
    numbers = _counts(bearing.now)
    if count in numbers:
        return supported(f"{len(bearing.seasons)} by our count, {_ways(numbers)} in other ways", evidence)
    then = bearing.then()
    right = len(_shown(bearing.now)) or len(bearing.seasons)
    if then is not None and count in _counts(then):
        return Ruling(
            Verdict.OUTDATED,
            f"right on {bearing.published and bearing.published.day}; there are {right} now",
            str(right),
            evidence,
        )
    since = (bearing.published.day - bearing.known_to).days if bearing.published is not None else 0
    if since > 0 and max(numbers) < count <= max(numbers) + 1 + since // 300:
        return unverifiable(f"sources were last looked at on {bearing.known_to}; more may have come", evidence)
    if bearing.published is None and count == right + 1:
        return unverifiable(f"{right} had been shown by {bearing.known_to}; one more may have come", evidence)
    if bearing.published is None and count < right and count >= 1:
        season = bearing.seasons[count] if count < len(bearing.seasons) else None
        if season is not None:
            return contradicted(f"{right} had been shown by {bearing.known_to}", str(right), evidence)
    return contradicted(f"{right} had been shown by {bearing.known_to}", str(right), evidence)


def _counts(view: LineView) -> set[int]:
    shown = _shown(view)
    parts = [part for one in shown for part in one.parts]
    series = [part for part in parts if part.format.value not in ("SPECIAL", "MOVIE", "OVA")]
    numbers = {len(shown), len(view.seasons), len(parts), len(series)}
    numbers |= {number for one in shown[-1:] for number in (one.number, *(n for n in one.provider_numbers if n > 1))}
    return {number for number in numbers if number}


def _ways(numbers: set[int]) -> str:
    return " or ".join(map(str, sorted(numbers)))


_NAMES = {
    "ORIGINAL": "an original story", "MANGA": "a manga", "LIGHT_NOVEL": "a light novel", "NOVEL": "a novel",
    "GAME": "a game", "VISUAL_NOVEL": "a visual novel", "OTHER": "something else",
}  # fmt: skip
# What the article says may be meant wider than the tag, or be where the work began (web novel, books, manga).
_WIDER = {("NOVEL", "LIGHT_NOVEL"), ("GAME", "VISUAL_NOVEL"), ("OTHER", "GAME")}
_UNSURE = {
    ("LIGHT_NOVEL", "NOVEL"),
    ("VISUAL_NOVEL", "GAME"),
    ("NOVEL", "OTHER"),
    ("GAME", "OTHER"),
    ("OTHER", "NOVEL"),
    ("OTHER", "MANGA"),
}


def on_source(claim: Claim, bearing: Bearing) -> Ruling:
    """Source material as user tags state it; docs/check.md says how often they are right."""
    parts = [
        part for one in bearing.seasons for part in one.parts if part.source_material is not SourceMaterial.UNKNOWN
    ]
    kinds = {part.source_material.value for part in parts}
    if not parts:
        return unverifiable("no source states what it was made from")
    main = parts[0].source_material.value
    evidence = bearing.fact(parts[0], "source_material")
    if claim.kind is Kind.ADAPTATION:
        return _on_direction(claim.value, main, kinds, evidence)
    said = claim.value
    if said in kinds or any((said, kind) in _WIDER for kind in kinds):
        return supported(f"made from {_NAMES[main]}" if main != "ORIGINAL" else "an original anime", evidence)
    if said == "WEB_NOVEL" and main != "ORIGINAL":
        return unverifiable(f"tags say {main}; a web novel may lie behind that", evidence)
    if len(kinds) > 1 or (said, main) in _UNSURE:
        return unverifiable(f"tags say {' and '.join(sorted(kinds))}", evidence)
    return contradicted(f"it is {_NAMES[main]}" if main == "ORIGINAL" else f"made from {_NAMES[main]}", main, evidence)


def _on_direction(value: str, main: str, kinds: set[str], evidence: tuple[Evidence, ...]) -> Ruling:
    before, _, after = value.partition("_FROM_")
    if before == "ANIME":
        if main == "ORIGINAL":
            return contradicted("the anime is an original story, made from nothing", "ORIGINAL", evidence)
        if after == "SOURCE" or after in kinds or any((after, kind) in _WIDER for kind in kinds):
            return supported(f"the anime was made from {_NAMES[main]}", evidence)
        if (after, main) in _UNSURE or len(kinds) > 1:
            return unverifiable(f"tags say {main}", evidence)
        return contradicted(f"the anime was made from {_NAMES[main]}", f"ANIME_FROM_{main}", evidence)
    if main == "ORIGINAL":
        return supported("the anime is an original story: what shares its name came from it", evidence)
    if before == main or (before, main) in _WIDER:
        return contradicted(f"the anime was made from {_NAMES[main]}", f"ANIME_FROM_{main}", evidence)
    return unverifiable(
        f"the anime was made from {_NAMES[main]}; whether a {before.lower()} was made from it is not known", evidence
    )
