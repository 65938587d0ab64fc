"""A checked article as one HTML page: its sentences marked, with the verdicts beside them.

Everything from outside is escaped. The page holds no script and asks nothing of the network.
"""

from __future__ import annotations

from html import escape

from nextcour.articles.checked import Checked, CheckedClaim
from nextcour.articles.claim import Verdict

SIGNS = {
    Verdict.SUPPORTED: "✓", Verdict.CONTRADICTED: "✗", Verdict.NEAR_MISS: "≈", Verdict.OUTDATED: "⌛",
    Verdict.UNVERIFIABLE: "?", Verdict.SPECULATION: "…",
}  # fmt: skip
WORDS = {
    Verdict.SUPPORTED: "supported", Verdict.CONTRADICTED: "contradicted", Verdict.NEAR_MISS: "near miss",
    Verdict.OUTDATED: "outdated", Verdict.UNVERIFIABLE: "unverifiable here", Verdict.SPECULATION: "speculation",
}  # fmt: skip
# Of claims that overlap, the one to be worried about most gives the mark its look.
_ORDER = (
    Verdict.CONTRADICTED,
    Verdict.OUTDATED,
    Verdict.NEAR_MISS,
    Verdict.UNVERIFIABLE,
    Verdict.SUPPORTED,
    Verdict.SPECULATION,
)
_STYLE = """
:root{color-scheme:light dark;--ok:#1a7f37;--bad:#b3261e;--old:#8a5a00;--near:#7a4fbf;--dim:#5f6b7a}
@media (prefers-color-scheme:dark){:root{--ok:#5fd38d;--bad:#ff8a80;--old:#f2b84b;--near:#c4a5ff;--dim:#9aa7b6}}
body{font:16px/1.6 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem}
mark{background:none;color:inherit;border-bottom:2px solid var(--c);padding-bottom:1px}
mark a{color:var(--c);text-decoration:none;font-weight:700;margin-left:.15em}
.supported{--c:var(--ok)}.contradicted{--c:var(--bad)}.outdated{--c:var(--old)}.near_miss{--c:var(--near)}
.unverifiable,.speculation{--c:var(--dim)}.speculation{border-bottom-style:dotted}
ol{padding-left:1.4rem}li{margin:.7rem 0}li b{color:var(--c)}li q{font-style:italic}
small{color:var(--dim);display:block}
h1{line-height:1.25}p.note{color:var(--dim)}
"""


def marked_page(checked: Checked) -> str:
    """The whole page."""
    title = escape(checked.title or "Checked article")
    parts = [
        "<!doctype html>",
        '<html lang="en"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width,initial-scale=1">',
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
        f"<title>Checked: {title}</title><style>{_STYLE}</style></head><body>",
        f"<h1>Checked: {title}</h1>",
        f"<p>{escape(summary(checked))}</p>",
        *(f'<p class="note">{escape(note)}</p>' for note in checked.notes),
        f'<article lang="{escape(checked.language)}">{marked_text(checked)}</article>',
        "<h2>What was checked</h2><ol>",
        *(_item(number, claim) for number, claim in enumerate(checked.claims, 1)),
        "</ol></body></html>",
    ]
    return "\n".join(parts) + "\n"


def summary(checked: Checked) -> str:
    """`12 claims: 5 supported, 2 contradicted …; from what was known by 2026-04-25.`"""
    counts = checked.counts()
    listed = ", ".join(f"{number} {WORDS[Verdict(name)]}" for name, number in counts.items())
    shows = ", ".join(show.title for show in checked.shows[:6])
    about = f"About {shows}. " if shows else ""
    total = len(checked.claims)
    noun = "claim" if total == 1 else "claims"
    return f"{about}{total} {noun}{': ' + listed if listed else ''}. Facts known by {checked.known_to}."


def marked_text(checked: Checked) -> str:
    """The article's paragraphs, every claim in a `<mark class=VERDICT>` with its number in the list of claims."""
    return "\n".join(_paragraph(checked, start, end) for start, end in _paragraphs(checked.text))


def _paragraphs(text: str) -> list[tuple[int, int]]:
    found, start = [], 0
    for piece in text.split("\n\n"):
        if piece.strip():
            found.append((start, start + len(piece)))
        start += len(piece) + 2
    return found


def _paragraph(checked: Checked, start: int, end: int) -> str:
    inside = [(number, claim) for number, claim in enumerate(checked.claims, 1) if start <= claim.start < end]
    pieces: list[str] = []
    at = start
    for first, last, group in _merged(inside):
        stop = min(last, end)
        pieces.append(escape(checked.text[at:first]))
        worst = min((claim.verdict for _, claim in group), key=_ORDER.index)
        links = "".join(f'<a href="#c{number}">{SIGNS[claim.verdict]}{number}</a>' for number, claim in group)
        pieces.append(f'<mark class="{worst.value}">{escape(checked.text[first:stop])}{links}</mark>')
        at = stop
    pieces.append(escape(checked.text[at:end]))
    return f"<p>{''.join(pieces)}</p>"


def _merged(claims: list[tuple[int, CheckedClaim]]) -> list[tuple[int, int, list[tuple[int, CheckedClaim]]]]:
    """Spans that do not overlap, each with its claims."""
    made: list[tuple[int, int, list[tuple[int, CheckedClaim]]]] = []
    for number, claim in sorted(claims, key=lambda pair: (pair[1].start, pair[0])):
        if made and claim.start < made[-1][1]:
            first, last, group = made[-1]
            made[-1] = (first, max(last, claim.end), [*group, (number, claim)])
        else:
            made.append((claim.start, claim.end, [(number, claim)]))
    return made


def _item(number: int, claim: CheckedClaim) -> str:
    right = f" Right: {escape(claim.right_value)}." if claim.right_value else ""
    sources = "; ".join(
        f"{escape(one.field)} {escape(one.value)} ({escape(one.source)}, {one.observed_at})"
        for one in claim.evidence[:4]
    )
    return (
        f'<li id="c{number}" class="{claim.verdict.value}"><b>{SIGNS[claim.verdict]} {WORDS[claim.verdict]}</b> '
        f"{escape(claim.kind.value.replace('_', ' '))}: <q>{escape(claim.text[:300])}</q><br>"
        f"{escape(claim.why)}.{right}"
        f"{f'<small>{sources}</small>' if sources else ''}</li>"
    )
