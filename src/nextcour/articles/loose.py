"""Which of the loosely read claims stand: those that the facts agree with and that no firm claim says already."""

from __future__ import annotations

from collections.abc import Sequence

from nextcour.articles.checked import CheckedClaim
from nextcour.articles.claim import Claim, Kind, Verdict

_DATES = frozenset({Kind.FIRST_AIR_DATE, Kind.FINALE, Kind.SEASON, Kind.RELEASE_DATE})
_PEOPLE = frozenset({Kind.DIRECTOR, Kind.STAFF, Kind.AUTHOR})
_SETTLED = frozenset({Verdict.SUPPORTED, Verdict.NEAR_MISS, Verdict.OUTDATED})


def kept(judged: Sequence[tuple[Claim, CheckedClaim]]) -> tuple[CheckedClaim, ...]:
    """`judged` in its order without loose claims that are not borne out or say what a firm claim says, and without
    firm readings of a date that could not be settled where another reading of the same words could."""
    firm = [(claim, checked) for claim, checked in judged if not claim.loose]
    loose = [
        (claim, checked)
        for claim, checked in judged
        if claim.loose and checked.verdict in _SETTLED and not any(_says(one, seen, claim) for one, seen in firm)
    ]
    stand = {id(checked) for _, checked in loose}
    stand |= {id(checked) for claim, checked in firm if not any(_better(one, claim, checked) for one, _ in loose)}
    return tuple(checked for _, checked in judged if id(checked) in stand)


def _group(kind: Kind) -> frozenset[Kind]:
    return next((group for group in (_DATES, _PEOPLE) if kind in group), frozenset({kind}))


def _over(one: Claim, other: Claim) -> bool:
    return one.start < other.end and other.start < one.end


def _same_words(one: Claim, other: Claim) -> bool:
    if _group(one.kind) is _DATES:
        return one.end == other.end
    name, said = one.value.rpartition(": ")[2], other.value.rpartition(": ")[2]
    return (name in said or said in name) and (_over(one, other) or one.sentence == other.sentence)


def _says(firm: Claim, checked: CheckedClaim, loose: Claim) -> bool:
    """Whether a firm claim that is settled, or is of the same kind, already says it."""
    if loose.kind not in _group(firm.kind) or firm.show != loose.show or not _same_words(firm, loose):
        return False
    return _group(firm.kind) is not _DATES or checked.verdict is not Verdict.UNVERIFIABLE


def _better(loose: Claim, firm: Claim, checked: CheckedClaim) -> bool:
    return (
        _group(firm.kind) is _DATES
        and checked.verdict is Verdict.UNVERIFIABLE
        and loose.kind in _DATES
        and loose.show == firm.show
        and loose.end == firm.end
    )
