"""Evidence that one entry belongs with another, and how far it carries.

Each kind of evidence has a weight: about the share of pairs with only that evidence that belong together. Kinds
combine as 1 - prod(1 - weight); counter-evidence multiplies the result. The weights were set on the tuning sample of
`bench/franchise_quality.py` and are rounded: the order matters, not the second digit.
"""

from __future__ import annotations

import msgspec

from nextcour.catalog.entry import Format
from nextcour.franchise.model import Evidence
from nextcour.franchise.reading import Reading, weight
from nextcour.franchise.title_base import TRANSLATED, WORD

YEAR = 365
REMAKE_GAP = 12 * YEAR  # titles alone do not connect across a longer silence
DOUBTFUL_GAP = 6 * YEAR  # nor, without a stated number, across this one when TMDB keeps two shows
LONG_RUN = 150  # days: half a year of weekly episodes, with room for a short one
TAKEN_OVER = 28  # days: a slot taken over, with room for holidays
CONTINUOUS = 45  # days: no break at all
OVERLAP = 21  # days two seasons of one story may seem to run side by side (wrong last days)
SHORT = 4  # weight of a base that is long enough to stand before a subtitle
OTHER = 6  # the same in a translation
LATIN = 12  # the same in letters for a Latin translation
STEM = 10  # weight of a beginning that two titles share without a separator
RENEWED = ("新", "真", "超", "帰ってきた")  # said before a name of the series that goes on under it
SOON = 550  # days: a year and a half
AHEAD = 200  # days a movie may open before its series
LONG = 8  # weight of a base that is long enough to be telling as the beginning of another

WEIGHTS = {
    "tmdb-show": 0.96,
    "tmdb-guess": 0.55,
    "title-base": 0.90,
    "title-translated": 0.75,
    "title-alias": 0.45,
    "title-head": 0.55,
    "title-renewed": 0.80,
    "title-prefix": 0.35,
    "title-shared-head": 0.46,
    "original": 0.60,
    "address": 0.60,
    "title-common": 0.25,
    "site": 0.45,
    "sequel-tag": 0.50,
    "stated-number": 0.60,
    "tmdb-season": 0.30,
    "tmdb-next-season": 0.55,
    "continuous": 0.35,
    "slot": 0.60,
    "soon": 0.35,
    "studio": 0.15,
}
# Kinds that say nothing without one of the others.
SUPPORT = frozenset(
    ("sequel-tag", "tmdb-season", "tmdb-next-season", "stated-number", "continuous", "slot", "soon", "studio")
)
NUMBERED = frozenset(("sequel-tag", "tmdb-season", "tmdb-next-season", "stated-number"))
PLACES = frozenset(("site", "address"))
DIRECT = frozenset(
    (
        "title-base",
        "title-head",
        "title-prefix",
        "title-shared-head",
        "title-common",
        "original",
        "sequel-tag",
        "site",
        "address",
    )
)  # what does not come from the same guess as a wrong TMDB id
SOURCES = {
    "tmdb-guess": "bgmd",
    "title-alias": "bgmd",
    "original": "bgmd",
    "sequel-tag": "bgmd",
    "studio": "bgmd",
}


class Judgement(msgspec.Struct, frozen=True):
    """How sure it is that `later` continues a line (`sequel`), or belongs to its franchise (`kin`); both in [0, 1]."""

    sequel: float
    kin: float
    evidence: tuple[Evidence, ...]


def _note(found: dict[str, str], kind: str, detail: str) -> None:
    found.setdefault(kind, detail)


def _beginning(one: str, other: str) -> str:
    """The letters with which both begin."""
    length = 0
    while length < min(len(one), len(other)) and one[length] == other[length]:
        length += 1
    return one[:length]


def _titles(found: dict[str, str], earlier: Reading, later: Reading, generic: frozenset[str]) -> None:
    same = earlier.bases & later.bases
    if same:
        _note(found, "title-base", min(same))
    translated = (
        (earlier.translated & later.translated)
        | (earlier.bases & later.translated)
        | (earlier.translated & later.bases)
    )
    if translated - generic:
        _note(found, "title-translated", min(translated - generic))
    alias = (earlier.aliases & later.every_base) | (earlier.every_base & later.aliases)
    named = {base for base in alias - generic if weight(base) >= SHORT}
    if named:
        _note(found, "title-alias", min(named))
    origin = ((earlier.bases | earlier.translated) & later.originals) - generic
    if origin:
        _note(found, "original", min(origin))
    if same or translated - generic:
        return
    heads = {base for base in earlier.bases & later.heads if weight(base) >= SHORT}
    heads |= {base for base in (earlier.translated & later.heads) - generic if weight(base) >= SHORT}
    # In other languages a first word is often a common one: the beginning must be longer, and in Latin longer still.
    others = ((earlier.bases | earlier.translated) & later.other_heads) - generic
    heads |= {base for base in others if weight(base) >= (LATIN if base.isascii() else OTHER)}
    if heads:
        _note(found, "title-head", max(heads, key=lambda base: (weight(base), base)))
        return
    for base in sorted(earlier.bases):
        if weight(base) >= SHORT and any(mark + base in later.bases for mark in RENEWED):
            _note(found, "title-renewed", base)
            return
        if weight(base) >= LONG and any(other.startswith(base) for other in later.bases):
            _note(found, "title-prefix", base)
            return
    shared = {base for base in earlier.heads & later.heads if weight(base) >= LONG} - generic
    if shared:
        _note(found, "title-shared-head", max(shared, key=lambda base: (weight(base), base)))
        return
    begun = _beginning(earlier.native.base, later.native.base)
    if weight(begun) >= STEM and 2 * len(begun) >= min(len(earlier.native.base), len(later.native.base)):
        _note(found, "title-common", begun)


def between(earlier: Reading, later: Reading, generic: frozenset[str]) -> dict[str, str]:
    """Kinds of evidence that `later` belongs with `earlier`, with what was seen. `generic` are bases that too many
    unrelated entries carry."""
    found: dict[str, str] = {}
    if earlier.show is not None and earlier.show == later.show:
        _note(found, "tmdb-show", f"TMDB show {later.show}")
    elif (earlier.show or earlier.guess) is not None and (earlier.show or earlier.guess) == (later.show or later.guess):
        _note(found, "tmdb-guess", f"TMDB show {later.show or later.guess}, guessed")
    _titles(found, earlier, later, generic)
    shared = earlier.addresses & later.addresses
    if shared:
        _note(found, "address", min(shared))
    if earlier.site is not None and earlier.site == later.site:
        _note(found, "site", earlier.site)
    if not found:
        return found
    if "续作" in later.entry.tags:
        _note(found, "sequel-tag", "tagged 续作")
    if later.show_season is not None and later.show_season >= 2 and "tmdb-show" not in found:
        _note(found, "tmdb-season", f"TMDB calls it season {later.show_season} of show {later.show}")
    studios = set(earlier.entry.studios) & set(later.entry.studios)
    if studios:
        _note(found, "studio", min(studios))
    return found


def combined(found: dict[str, str]) -> float:
    """1 - prod(1 - weight) over the kinds found, 0 when only supporting kinds are."""
    if not found or set(found) <= SUPPORT:
        return 0.0
    doubt = 1.0
    for kind in found:
        # bgmd takes its aliases from the TMDB show it guessed: together they are one piece of evidence.
        if not (kind == "title-alias" and "tmdb-guess" in found):
            doubt *= 1 - WEIGHTS[kind]
    belief = 1 - doubt
    main = set(found) - SUPPORT
    if main <= PLACES and not found.keys() & {"sequel-tag", "stated-number"}:
        belief *= 0.6  # a page alone may be a broadcaster's or a collection's
    renamed = main <= {"title-translated", "title-alias"} and weight(found.get("title-translated", "")) < STEM
    if renamed and not found.keys() & NUMBERED:
        belief *= 0.6  # a short translation fits many titles
    if main == {"title-common"}:
        belief *= 0.6  # two titles may begin with the same phrase
    if "tmdb-guess" in found and "tmdb-show" not in found and not found.keys() & DIRECT:
        belief *= 0.6
    return belief


def against(earlier: Reading, later: Reading, found: dict[str, str]) -> float:
    """What is left of the belief that `later` continues `earlier` in the light of what speaks against it, in [0, 1]."""
    left = 1.0
    same_show = "tmdb-show" in found
    stated = "stated-number" in found and later.strength > TRANSLATED
    counted = "stated-number" in found
    tagged = bool(found.keys() & (NUMBERED - {"stated-number"}))
    gap = earlier.gap(later)
    if earlier.show is not None and later.show is not None and not same_show:
        left *= 0.9 if counted or tagged or found.keys() & {"slot", "title-renewed"} else 0.75
        if gap > DOUBTFUL_GAP and not (
            stated or "sequel-tag" in found or (counted and "original" in found) or "title-renewed" in found
        ):
            left *= 0.4
        if "title-base" in found and not (stated or tagged or "continuous" in found):
            left *= 0.6  # the same name, another show, no number: told anew
    if same_show and (later.show_season or 1) == 1 and not found.keys() & DIRECT and "title-translated" not in found:
        left *= 0.6  # two shows under one wrong id
    if gap > REMAKE_GAP and not same_show and not (counted and later.strength == WORD):
        left *= 0.3
    apart = same_show and later.show_season is not None and later.show_season != earlier.show_season
    if gap < -OVERLAP and not apart and not counted:
        left *= 0.4
    if (
        later.entry.format is Format.TV_SHORT
        and earlier.entry.format is not Format.TV_SHORT
        and not counted
        and not apart
    ):
        left *= 0.5
    if later.side and not earlier.side and not (apart and later.show_season != 0):
        left *= 0.5
    if earlier.entry.lang != later.entry.lang and not apart:
        left *= 0.5
    return left


def _takes_over(members: list[Reading], later: Reading) -> bool:
    """True when `later` follows on a long run without a break, on its weekday, under a title of the line with an
    addition: how children's series are renewed under a new name each year."""
    last = members[-1]
    if last.entry.format is not Format.TV or later.entry.format is not Format.TV:
        return False
    if last.open or last.end - last.start < LONG_RUN or not 0 <= last.gap(later) <= TAKEN_OVER:
        return False
    if (later.start - last.start) % 7 and None not in (last.show, later.show):
        return False
    name = later.native.base
    bases = frozenset(base for member in members for base in member.bases) - later.bases
    return any(
        base in later.heads
        or (len(base) < len(name) and name.startswith(base) and base[-1].isascii() != name[len(base)].isascii())
        for base in bases
    )


def _numbers(members: list[Reading], later: Reading, found: dict[str, str]) -> None:
    """Adds what numbers say: only a number that the line can have reached supports that it is continued."""
    if "tmdb-season" in found and later.show_season == 1 + max(
        (member.show_season or 1 for member in members if member.show is not None), default=0
    ):
        _note(found, "tmdb-next-season", found.pop("tmdb-season"))
    if later.season is None or later.season < 2:
        return
    reached = max((member.season or 1 for member in members), default=1)
    if reached <= later.season <= max(len(members), reached) + 2:
        _note(found, "stated-number", f"titles state season {later.season}")


def judge(members: list[Reading], later: Reading, generic: frozenset[str]) -> Judgement:
    """`later` against a whole line: every kind of evidence found with any member counts once, and what speaks against
    it is taken from the last member (a line is continued where it ended)."""
    found: dict[str, str] = {}
    for member in reversed(members):
        for kind, detail in between(member, later, generic).items():
            found.setdefault(kind, detail)
    if found:
        gap = members[-1].gap(later)
        if -OVERLAP <= gap <= CONTINUOUS:
            _note(found, "continuous", f"{gap} days after the last broadcast")
        apart = members[-1].show is not None and later.show is not None
        if "continuous" not in found and members[0].start - AHEAD <= later.start and gap <= SOON and not apart:
            _note(found, "soon", f"{gap} days after the last broadcast, and TMDB does not keep two shows")
        if _takes_over(members, later):
            _note(found, "slot", "takes over the slot of a long run, under its title with an addition")
        _numbers(members, later, found)
    kin = combined(found)
    if kin == 0.0:
        return Judgement(0.0, 0.0, ())
    evidence = tuple(
        Evidence(kind, found[kind], SOURCES.get(kind, "bangumi-data")) for kind in WEIGHTS if kind in found
    )
    return Judgement(kin * against(members[-1], later, found), kin, evidence)
