"""What a sentence claims and what becomes of it."""

# ruff: noqa: E501 - articles and addresses, whole
from __future__ import annotations

import datetime as dt

import pytest

from nextcour.articles.checked import Checked, CheckedClaim
from nextcour.bootstrap import Engine
from nextcour.checking import check_text

DAY = dt.date(2026, 11, 25)


def check(engine: Engine, text: str, published: dt.date | None = None) -> Checked:
    return check_text(text, "text/plain", engine, DAY, published=published)


def only(engine: Engine, text: str, kind: str, published: dt.date | None = None) -> CheckedClaim:
    found = [claim for claim in check(engine, text, published).claims if claim.kind == kind]
    assert len(found) == 1, [(claim.kind.value, claim.value, claim.text) for claim in found]
    return found[0]


CASES = [
    # a month supports a day in it, and a year too
    ("Akudama Drive premiered in October 2020.", "first_air_date", "supported", None),
    ("Akudama Drive first aired in 2020.", "first_air_date", "supported", None),
    ("Akudama Drive premiered on 8 October 2020.", "first_air_date", "supported", None),
    ("Akudama Drive premiered on October 8, 2019.", "first_air_date", "contradicted", "2020-10-08"),
    ("Akudama Drive ended on December 24, 2020.", "finale", "supported", None),
    ("Akudama Drive concluded in March 2021.", "finale", "contradicted", "2020-12-24"),
    ("Akudama Drive aired in Fall 2020.", "season", "supported", None),
    ("Akudama Drive aired in Spring 2021.", "season", "contradicted", "FALL 2020"),
    ("Akudama Drive ran for 12 episodes.", "episodes", "supported", None),
    ("Akudama Drive ran for 24 episodes.", "episodes", "contradicted", "12"),
    ("Akudama Drive has only one season.", "installments", "supported", None),
    ("Akudama Drive has three seasons so far.", "installments", "contradicted", "1"),
    ("Akudama Drive was animated by Studio Pierrot.", "studio", "supported", None),
    ("Akudama Drive was animated by Pierrot.", "studio", "supported", None),
    ("Akudama Drive was animated by MAPPA.", "studio", "contradicted", "Studio Pierrot"),
    ("Akudama Drive was animated by Too Kyo Games.", "studio", "unverifiable", None),
    ("Akudama Drive is an original anime.", "source_material", "supported", None),
    ("Akudama Drive is based on a light novel.", "source_material", "contradicted", "ORIGINAL"),
    ("The Akudama Drive manga is an adaptation of the anime.", "adaptation", "supported", None),
    ("Akudama Drive streams on Bilibili.", "platform", "supported", None),
    ("Akudama Drive streams on Crunchyroll.", "platform", "unverifiable", None),
    ("Akudama Drive was directed by Tomohisa Taguchi.", "director", "near_miss", "田口智久"),
    ("Akudama Drive was directed by Tomohisa Tauchi.", "director", "near_miss", "田口智久"),
    ("Akudama Drive was directed by Hayao Miyazaki.", "director", "unverifiable", None),
    ("Akudama Drive has not been renewed for a second season.", "announced", "supported", None),
    # split cours: the whole, or one part
    ("Season 3 of Attack on Titan has 22 episodes.", "episodes", "supported", None),
    ("Season 3 of Attack on Titan has 12 episodes.", "episodes", "supported", None),
    ("Season 3 of Attack on Titan has 31 episodes.", "episodes", "contradicted", "22"),
    # a studio of another season
    (
        "The first season of Attack on Titan was animated by MAPPA.",
        "studio",
        "contradicted",
        "Production I.G, Wit Studio",
    ),
    ("Attack on Titan was animated by MAPPA.", "studio", "supported", None),
]


@pytest.mark.parametrize(("text", "kind", "verdict", "right"), CASES, ids=[case[0] for case in CASES])
def test_a_sentence_gets_its_verdict(engine: Engine, text: str, kind: str, verdict: str, right: str | None) -> None:
    claim = only(engine, text, kind)
    assert (claim.verdict.value, claim.right_value) == (verdict, right)


def test_one_day_off_is_not_false_and_is_said(engine: Engine) -> None:
    claim = only(engine, "Akudama Drive premiered on October 7, 2020.", "first_air_date")
    assert claim.verdict == "supported"
    assert "one day off" in claim.why


def test_a_claim_that_was_true_when_written_is_outdated(engine: Engine) -> None:
    text = "A second season of Frieren: Beyond Journey's End has not been announced."
    assert only(engine, text, "announced", dt.date(2024, 4, 1)).verdict == "outdated"
    late = only(engine, text, "announced", dt.date(2026, 4, 1))
    assert (late.verdict.value, late.right_value) == ("contradicted", "YES 2")


def test_an_announcement_that_no_source_could_list_yet_is_not_called_false(engine: Engine) -> None:
    text = "A second season of Akudama Drive has been officially announced."
    assert only(engine, text, "announced", dt.date(2026, 4, 1)).verdict == "unverifiable"
    assert only(engine, text, "announced").verdict == "unverifiable"
    old = only(engine, text, "announced", dt.date(2021, 6, 1))
    assert (old.verdict.value, old.right_value) == ("contradicted", "NO 2")


def test_relative_time_is_judged_by_the_articles_day(engine: Engine) -> None:
    text = "Akudama Drive aired one year ago."
    assert only(engine, text, "relative_time", dt.date(2021, 11, 1)).verdict == "supported"
    wrong = only(engine, text, "relative_time", dt.date(2025, 11, 1))
    assert (wrong.verdict.value, wrong.right_value) == ("contradicted", "5 years")
    assert only(engine, text, "relative_time").verdict == "outdated"


def test_a_number_counted_from_dates_is_not_held_against_one_beside_it(engine: Engine) -> None:
    assert only(engine, "Season 1 of Solo Leveling has 12 episodes.", "episodes").verdict == "unverifiable"
    assert only(engine, "Season 1 of Solo Leveling has 13 episodes.", "episodes").verdict == "supported"
    assert only(engine, "Season 1 of Solo Leveling has 25 episodes.", "episodes").verdict == "contradicted"


@pytest.mark.parametrize(
    "text",
    [
        "Akudama Drive was not animated by MAPPA.",
        "Akudama Drive isn't based on a manga.",
        "Was Akudama Drive animated by MAPPA?",
        "Some say that Akudama Drive premiered in 2014, but that is wrong.",
        "If Akudama Drive premiered in 2014, nobody noticed.",
        "The Akudama Drive manga began serialization in July 2020.",
        "The Akudama Drive Blu-ray was released in January 2021.",
        "The first three episodes of Akudama Drive are great, and episode 7 is better.",
    ],
)
def test_what_is_no_claim_is_not_contradicted(engine: Engine, text: str) -> None:
    assert not [claim for claim in check(engine, text).claims if claim.verdict == "contradicted"]


def test_guesses_are_speculation(engine: Engine) -> None:
    for text in (
        "Akudama Drive season 2 could premiere in October 2027.",
        "Fans can expect Akudama Drive season 2 in 2027.",
        "There is a high chance that Akudama Drive will return.",
        "We think Akudama Drive will probably be renewed.",
    ):
        claims = check(engine, text).claims
        assert [claim.verdict.value for claim in claims] == ["speculation"], (text, claims)


def test_each_show_of_a_list_is_checked_by_its_own_facts(engine: Engine) -> None:
    text = (
        "Five shows\n\n1. Akudama Drive\n\nIt ran for 12 episodes.\n\n2. Odd Taxi\n\nIt ran for 12 episodes.\n\n"
        "3. Noragami\n\nIt ran for 12 episodes.\n\n4. Deca-Dence\n\nIt ran for 24 episodes.\n\n5. Barakamon\n\nIt ran for 12 episodes.\n"
    )
    found = check(engine, text)
    verdicts = {claim.show: claim.verdict.value for claim in found.claims}
    assert verdicts == {
        "akudama-drive": "supported",
        "odd-taxi": "contradicted",
        "noragami": "supported",
        "deca-dence": "contradicted",
        "barakamon": "supported",
    }


def test_a_section_about_an_unknown_show_is_not_checked_by_anothers_facts(engine: Engine) -> None:
    text = (
        "# Three shows\n\n## 1. Akudama Drive\n\nIt ran for 12 episodes.\n\n## 2. Stranger Things\n\nIt ran for 34 episodes.\n\n"
        "## 3. Odd Taxi\n\nIt ran for 13 episodes.\n"
    )
    found = check_text(text, "text/markdown", engine, DAY)
    assert {claim.show for claim in found.claims} == {"akudama-drive", "odd-taxi"}
    assert found.unknown == ("Stranger Things",)
    assert not found.counts().get("contradicted")


def test_an_article_about_a_live_action_show_is_not_judged_by_the_anime(engine: Engine) -> None:
    found = check(
        engine,
        "One Piece live-action season 2: release date\n\nThe live-action One Piece premiered on August 31, 2023 with 8 episodes.",
    )
    assert any("live-action" in note for note in found.notes)
    assert {claim.verdict.value for claim in found.claims} <= {"unverifiable", "speculation"}


def test_as_of_hides_what_was_not_known(engine: Engine) -> None:
    text = "Season 2 of Frieren: Beyond Journey's End premiered on January 16, 2026."
    then = check_text(text, "text/plain", engine, dt.date(2024, 1, 1))
    assert [claim.verdict.value for claim in then.claims] == ["unverifiable"]
    assert then.known_to <= dt.date(2024, 1, 1)


def test_japanese_and_chinese_are_read(engine: Engine) -> None:
    ja = check(engine, "『アクダマドライブ』は2020年10月8日に放送開始。全24話。アニメーション制作はMAPPA。")
    assert {(c.kind.value, c.verdict.value) for c in ja.claims} == {
        ("first_air_date", "supported"), ("episodes", "contradicted"), ("studio", "contradicted"),
    }  # fmt: skip
    zh = check(engine, "《葬送的芙莉莲》于2023年9月29日首播，由Madhouse制作，改编自漫画。")
    assert {(c.kind.value, c.verdict.value) for c in zh.claims} == {
        ("first_air_date", "supported"), ("studio", "supported"), ("source_material", "supported"),
    }  # fmt: skip


def test_other_languages_are_said_not_to_be_read(engine: Engine) -> None:
    found = check(
        engine,
        "La segunda temporada de Akudama Drive no ha sido anunciada por el estudio y los fans esperan que se estrene en 2027.",
    )
    assert found.claims == ()
    assert any("Spanish" in note for note in found.notes)
