"""Shows that are hard to put in order, on the bundled catalogue. Entries are named by Bangumi id."""

from __future__ import annotations

import pytest

from nextcour.franchise.graph import Graph
from nextcour.franchise.model import Relation
from tests.franchise.examples import franchise_of, line_of, numbered

LINES = {
    "Attack on Titan: final season in parts": [
        "bgm55770", "bgm118335", "bgm217300+bgm263750", "bgm285666+bgm331752+bgm376739+bgm415779",
    ],
    "Mushoku Tensei: two split cours": ["bgm277554+bgm325585", "bgm373247+bgm444557"],
    "Re:Zero": ["bgm140001", "bgm278826+bgm316247", "bgm425998+bgm510728", "bgm547888"],
    "86: split": ["bgm302189+bgm331887"],
    "Spy x Family: second cour is no season": ["bgm329906+bgm373267", "bgm411427", "bgm498378"],
    "Oshi no Ko": ["bgm386809", "bgm443428", "bgm517057"],
    "Demon Slayer: arcs are seasons": ["bgm245665", "bgm350764", "bgm328195", "bgm369768", "bgm441939"],
    "Haikyuu": ["bgm84171", "bgm120236", "bgm173849", "bgm269918+bgm295421"],
    "Natsume: formal kanji": ["bgm259", "bgm891", "bgm12536", "bgm23495", "bgm174638", "bgm203387", "bgm443676"],
    "Date A Live: roman numerals": ["bgm49131", "bgm76325", "bgm228254", "bgm302128", "bgm389466"],
    "Rent-a-Girlfriend": ["bgm296076", "bgm315745", "bgm401783", "bgm503450", "bgm533027"],
    "Konosuba": ["bgm135275", "bgm174043", "bgm342667"],
    "Overlord": ["bgm112146", "bgm211027", "bgm242170", "bgm335389"],
    "Kaguya: marks and a subtitle": ["bgm248175", "bgm293049", "bgm317613"],
    "Psycho-Pass": ["bgm37685", "bgm77625", "bgm277105"],
    "Dr. Stone": ["bgm266794", "bgm296261", "bgm363101+bgm424372", "bgm471578+bgm508003+bgm508004"],
    "Aria": ["bgm531", "bgm1269", "bgm1270"],
    "Index": ["bgm1014", "bgm7843", "bgm226540"],
    "Railgun: a line of its own": ["bgm2585", "bgm51928", "bgm262940"],
    "Fruits Basket 2019": ["bgm266455", "bgm291039", "bgm315516"],
    "Fullmetal Alchemist": ["bgm315"],
    "Brotherhood: told anew": ["bgm1428"],
    "Kino's Journey 2003": ["bgm1948"],
    "Higurashi Gou and Sotsu": ["bgm297969", "bgm331033"],
    "Ghost in the Shell SAC": ["bgm324", "bgm326"],
    "Akudama Drive: one season": ["bgm302076"],
}  # fmt: skip


@pytest.mark.parametrize("name", LINES)
def test_line(name: str, graph: Graph) -> None:
    expected = [tuple(parts.split("+")) for parts in LINES[name]]
    line = line_of(graph.franchises, expected[0][0])
    assert numbered(line)[: len(expected)] == list(enumerate(expected, start=1))
    later = {part for _, parts in numbered(line)[len(expected) :] for part in parts}
    assert all(int(part.removeprefix("bgm")) > 500000 for part in later), "a later season may be added, nothing older"


def test_seasons_with_numbers_of_their_own(graph: Graph) -> None:
    assert [i.number for i in line_of(graph.franchises, "bgm8290").installments] == [
        1,
        2,
        4,
        5,
        6,
    ]  # Initial D: the third is a movie
    assert [i.number for i in line_of(graph.franchises, "bgm78319").installments][:16] == list(
        range(1, 17)
    )  # Yamishibai
    assert [i.number for i in line_of(graph.franchises, "bgm4264").installments][-4:] == [30, 31, 32, 33]  # Nintama


def test_durarara_x2_keeps_the_providers_season(graph: Graph) -> None:
    line = line_of(graph.franchises, "bgm2463")
    assert numbered(line) == [(1, ("bgm2463",)), (2, ("bgm99941",)), (3, ("bgm114967", "bgm114968"))]
    assert 2 in line.installments[2].provider_numbers


def test_lines_beside_the_first(graph: Graph) -> None:
    assert line_of(graph.franchises, "bgm266455").relation is Relation.REMAKE  # Fruits Basket
    assert franchise_of(graph.franchises, "bgm880") is franchise_of(graph.franchises, "bgm266455")
    for one, other in (("bgm290", "bgm10639"), ("bgm50", "bgm349441"), ("bgm1860", "bgm286"), ("bgm315", "bgm1428")):
        assert line_of(graph.franchises, one) is not line_of(graph.franchises, other)


def test_movies_around_a_line(graph: Graph) -> None:
    extras = {extra.entry: extra for extra in franchise_of(graph.franchises, "bgm245665").extras}
    assert extras["bgm291494"].relation is Relation.MOVIE  # Mugen Train carries the story on
    assert extras["bgm291494"].continues
    assert extras["bgm294137"].relation is Relation.RECAP
    assert not extras["bgm294137"].continues


@pytest.mark.parametrize(
    ("entry", "slug"),
    [("bgm302076", "akudama-drive"), ("bgm55770", "attack-on-titan"), ("bgm50", "mobile-suit-gundam")],
)
def test_slugs(entry: str, slug: str, graph: Graph) -> None:
    assert franchise_of(graph.franchises, entry).id == slug


def test_slugs_are_plain_and_unique(graph: Graph) -> None:
    slugs = [line.id for franchise in graph.franchises for line in franchise.lines]
    assert len(slugs) == len(set(slugs))
    assert all(slug.isascii() and slug.replace("-", "").isalnum() and slug == slug.lower() for slug in slugs)
    assert all(0 < len(slug) <= 80 for slug in slugs)
