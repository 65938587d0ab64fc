"""Curated tables that a build reads: studios, tags, people, labels for adults."""

from __future__ import annotations

import tomllib
from collections.abc import Callable

import msgspec

from nextcour.catalog.people import NameShape, PeopleRule
from nextcour.catalog.studios import StudioNames
from nextcour.catalog.tags import TagRules
from nextcour.sources.pins import read_data


class _People(msgspec.Struct, frozen=True):
    excluded: tuple[str, ...]
    known: tuple[str, ...]


def studio_names() -> StudioNames:
    """`data/studios.toml`. Raises ValueError when two studios share a spelling."""
    return StudioNames(msgspec.convert(tomllib.loads(read_data("studios.toml")), dict[str, tuple[str, ...]]))


def tag_rules() -> TagRules:
    """`data/tags.toml`. Raises ValueError when a tag stands for two source materials."""
    return TagRules.from_mapping(
        msgspec.convert(tomllib.loads(read_data("tags.toml")), dict[str, dict[str, tuple[str, ...]]])
    )


def people_rule(shape: Callable[[str], NameShape], spelling: Callable[[str], str]) -> PeopleRule:
    """`data/people.toml` and what a dictionary says of a text."""
    lists = msgspec.convert(tomllib.loads(read_data("people.toml")), _People)
    return PeopleRule(shape, spelling, lists.known, lists.excluded)


def adult_domains() -> tuple[str, ...]:
    """`data/adult.toml`: domains of labels that publish for adults only."""
    return msgspec.convert(tomllib.loads(read_data("adult.toml"))["domains"], tuple[str, ...])
