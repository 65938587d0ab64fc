"""What the facts say of a claim: one function a kind of claim, chosen here."""

from __future__ import annotations

import msgspec

from nextcour.articles.bearing import Bearing
from nextcour.articles.checked import CheckedClaim, Evidence
from nextcour.articles.claim import OVA, Claim, Kind, Verdict


class Ruling(msgspec.Struct, frozen=True):
    """A verdict with its reason. `right` is what the facts say, where they say something else."""

    verdict: Verdict
    why: str
    right: str | None = None
    evidence: tuple[Evidence, ...] = ()


def supported(why: str, evidence: tuple[Evidence, ...] = ()) -> Ruling:
    return Ruling(Verdict.SUPPORTED, why, None, evidence)


def unverifiable(why: str, evidence: tuple[Evidence, ...] = ()) -> Ruling:
    return Ruling(Verdict.UNVERIFIABLE, why, None, evidence)


def contradicted(why: str, right: str, evidence: tuple[Evidence, ...]) -> Ruling:
    """What lacks a right value or evidence is not called false."""
    if not right or not evidence:
        return unverifiable(why, evidence)
    return Ruling(Verdict.CONTRADICTED, why, right, evidence)


NO_SHOW = "the article does not say of which show in the catalogue"
LIVE = "the article seems to be about a live-action production; the facts here are about the anime"


def judge(claim: Claim, bearing: Bearing | None, *, live_action: bool = False) -> Ruling:
    """The verdict on one claim; `bearing` None when its show is not known. Nothing is raised for a strange value: it
    cannot be verified."""
    if claim.kind is Kind.SPECULATION:
        return Ruling(Verdict.SPECULATION, "a guess or a wish, not a statement of fact")
    if live_action:
        return unverifiable(LIVE)
    if bearing is None or not bearing.seasons:
        return unverifiable(NO_SHOW if bearing is None else f"nothing was known of the show by {bearing.known_to}")
    ruling = _judged(claim, bearing)
    if claim.loose and ruling.verdict is Verdict.CONTRADICTED:
        return unverifiable("the words alone do not say that this is claimed", ruling.evidence)
    if claim.reported and ruling.verdict is Verdict.CONTRADICTED:
        return unverifiable(f"the article only reports it; {ruling.why}", ruling.evidence)
    if claim.carried and ruling.verdict is Verdict.CONTRADICTED and claim.installment is not None:
        other = _judged(msgspec.structs.replace(claim, installment=None, part=None), bearing)
        if other.verdict is not Verdict.CONTRADICTED:
            return other
    return ruling


def _judged(claim: Claim, bearing: Bearing) -> Ruling:
    from nextcour.articles import (  # noqa: PLC0415 - they use the above
        verdict_beside,
        verdict_counts,
        verdict_dates,
        verdict_lengths,
        verdict_people,
        verdict_renewal,
    )

    if claim.beside is not None or claim.installment == OVA:
        ruling = verdict_beside.on_beside(claim, bearing)
        if ruling is not None:
            return ruling
        if claim.installment == OVA:
            claim = msgspec.structs.replace(claim, installment=None)
    match claim.kind:
        case Kind.FIRST_AIR_DATE | Kind.FINALE | Kind.SEASON | Kind.RELEASE_DATE:
            return verdict_dates.on_date(claim, bearing)
        case Kind.RELATIVE_TIME:
            return verdict_lengths.on_length(claim, bearing)
        case Kind.EPISODES:
            return verdict_counts.on_episodes(claim, bearing)
        case Kind.INSTALLMENTS:
            return verdict_counts.on_installments(claim, bearing)
        case Kind.STUDIO:
            return verdict_people.on_studio(claim, bearing)
        case Kind.DIRECTOR | Kind.STAFF | Kind.AUTHOR:
            return verdict_people.on_person(claim, bearing)
        case Kind.SOURCE_MATERIAL | Kind.ADAPTATION:
            return verdict_counts.on_source(claim, bearing)
        case Kind.ANNOUNCED:
            return verdict_renewal.on_announced(claim, bearing)
        case Kind.PLATFORM:
            return verdict_renewal.on_platform(claim, bearing)
        case Kind.SPECULATION:
            return Ruling(Verdict.SPECULATION, "a guess or a wish, not a statement of fact")


def checked_claim(claim: Claim, ruling: Ruling, text: str, bearing: Bearing | None) -> CheckedClaim:
    """The claim as it is published."""
    days = [one.observed_at for one in ruling.evidence]
    return CheckedClaim(
        text=text[claim.start : claim.end],
        start=claim.start,
        end=claim.end,
        show=claim.show,
        installment=bearing.resolved(claim) if bearing is not None else None,
        kind=claim.kind,
        value=claim.value,
        verdict=ruling.verdict,
        right_value=ruling.right,
        why=ruling.why,
        evidence=ruling.evidence,
        observed_at=max(days, default=None),
    )
