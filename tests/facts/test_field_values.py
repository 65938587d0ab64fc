"""What an editor may write, and what is refused in words."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nextcour.facts.field_values import check_field, check_url, key_of, parse_value
from nextcour.facts.observation import FIELDS, Key, Provider


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        ("premiere", "2027-04-09", [2027, 4, 9]),
        ("premiere", "2027-04", [2027, 4, None]),
        ("finale", "2027", [2027, None, None]),
        ("premiere", "null", None),
        ("status", "finished", "FINISHED"),
        ("status", "not yet released", "NOT_YET_RELEASED"),
        ("format", "tv", "TV"),
        ("season", "fall 2027", ["FALL", 2027]),
        ("episodes", "12", 12),
        ("title.ja", "アクダマドライブ", "アクダマドライブ"),
        ("title.synonym", '["b","a","a"]', ["a", "b"]),
        ("studios", "Studio Pierrot", ["Studio Pierrot"]),
        ("official_site", "https://example.org/a", "https://example.org/a"),
        ("ids.mal", "41433", 41433),
        ("ids.tmdb", "tv/1", "tv/1"),
        ("demand.members", "12.5", 12.5),
        ("adult", "True", True),
        ("relation.SEQUEL.mal.5", "true", True),
        ("next_episode", '{"episode":5,"at":"2026-11-23T15:00:00Z"}', {"at": "2026-11-23T15:00:00Z", "episode": 5}),
    ],
)
def test_what_people_write_becomes_canonical_json(field: str, text: str, value: object) -> None:
    written = parse_value(check_field(field), text)
    assert json.loads(written) == value
    assert " " not in written.replace("Studio Pierrot", "")


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("premiere", "2027-02-30"),
        ("premiere", "soon"),
        ("premiere", "0000"),
        ("premiere", "2027-13"),
        ("status", "MAYBE"),
        ("episodes", "-1"),
        ("episodes", "0"),
        ("episodes", "12.5"),
        ("episodes", "９"),
        ("episodes", "1" * 400),
        ("season", "AUTUMN 2027"),
        ("official_site", "javascript:alert(1)"),
        ("official_site", "https://user:secret@example.org"),
        ("official_site", "https://[::1"),
        ("demand.members", "NaN"),
        ("demand.members", "1e400"),
        ("demand.members", "-1"),
        ("adult", "perhaps"),
        ("title.ja", ""),
        ("title.ja", " "),
        ("title.ja", "a\x1b[2Jb"),
        ("title.ja", "a\nb"),
        ("title.ja", "x" * 3000),
        ("studios", "[]"),
        ("studios", '["a", 1]'),
        ("studios", "[" * 1500),
        ("headline.x", "{}"),
        ("next_episode", '{"episode":"five"}'),
    ],
)
def test_what_makes_no_sense_is_refused(field: str, text: str) -> None:
    with pytest.raises(ValueError, match=r"\w{3}") as caught:
        parse_value(check_field(field), text)
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 400


@pytest.mark.parametrize(
    "field",
    [
        "",
        "statu",
        "title",
        "title.",
        "title.Japanese language",
        "status.x",
        "ids.nowhere",
        "demand",
        "x\x00y",
        "a" * 999,
    ],
)
def test_fields_that_do_not_exist_are_refused(field: str) -> None:
    with pytest.raises(ValueError, match=r"\w{3}") as caught:
        check_field(field)
    assert str(caught.value).isprintable()


@pytest.mark.parametrize("text", ["", "mal", "mal:", "mal: 5", "nowhere:5", "bgm", "mal:\x1b", "mal:" + "9" * 5000])
def test_records_that_are_none_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w{3}"):
        key_of(text)


def test_records_are_named_by_provider_or_as_entries() -> None:
    assert key_of("mal:41433") == Key(Provider.MAL, "41433")
    assert key_of("bgm302076") == Key(Provider.ENTRY, "bgm302076")
    assert key_of("wikipedia:ja:アクダマドライブ") == Key(Provider.WIKIPEDIA, "ja:アクダマドライブ")


def outcome(check: Callable[[], str]) -> tuple[str, str]:
    """(what came back, why not)."""
    try:
        return check(), ""
    except ValueError as error:
        return "", str(error)


@given(st.sampled_from(sorted(FIELDS)), st.text(max_size=40), st.text(max_size=80))
def test_any_input_gives_json_or_a_reason(name: str, qualifier: str, text: str) -> None:
    field = f"{name}.{qualifier}" if qualifier else name
    written, why = outcome(lambda: parse_value(check_field(field), text))
    assert why.isprintable()
    assert why or json.loads(written) != ""


@given(st.text(max_size=80))
def test_any_text_is_an_address_or_not(text: str) -> None:
    for given_text in (text, f"https://{text}"):
        address, why = outcome(lambda given_text=given_text: check_url(given_text))  # type: ignore[misc]
        assert why.isprintable()
        assert why or address.startswith("http")
