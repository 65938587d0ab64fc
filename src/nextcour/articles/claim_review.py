"""A checked article as schema.org ClaimReview, one review a claim that was judged."""

from __future__ import annotations

from typing import Any

from nextcour.articles.checked import Checked, CheckedClaim
from nextcour.articles.claim import Verdict

_RATINGS = {
    Verdict.SUPPORTED: (5, "Supported"), Verdict.NEAR_MISS: (3, "Near miss"), Verdict.OUTDATED: (3, "Outdated"),
    Verdict.CONTRADICTED: (1, "Contradicted"),
}  # fmt: skip
AUTHOR = "nextcour"


def claim_reviews(checked: Checked) -> list[dict[str, Any]]:
    """JSON-LD objects. What cannot be verified, and guesses, are no review: they get none."""
    return [_review(checked, claim) for claim in checked.claims if claim.verdict in _RATINGS]


def _review(checked: Checked, claim: CheckedClaim) -> dict[str, Any]:
    rating, words = _RATINGS[claim.verdict]
    appearance: dict[str, Any] = {"@type": "CreativeWork", "name": checked.title}
    if checked.url:
        appearance["url"] = checked.url
    if checked.published and checked.published_basis != "inferred":
        appearance["datePublished"] = checked.published.isoformat()
    body = claim.why if claim.right_value is None else f"{claim.why}. Right: {claim.right_value}"
    return {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "datePublished": checked.day.isoformat(),
        "author": {"@type": "Organization", "name": AUTHOR},
        "claimReviewed": claim.text,
        "reviewBody": body,
        "itemReviewed": {"@type": "Claim", "appearance": appearance},
        "reviewRating": {
            "@type": "Rating",
            "ratingValue": rating,
            "bestRating": 5,
            "worstRating": 1,
            "alternateName": words,
        },
    }
