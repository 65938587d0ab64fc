"""The catalogue as a whole: entries, and the packages they were built from."""

from __future__ import annotations

import datetime as dt

import msgspec

from nextcour.catalog.entry import Entry

# Raised when the shape of a catalogue changes, so that an older file is refused rather than misread.
SCHEMA = 1


class Package(msgspec.Struct, frozen=True):
    """A public package that the catalogue was built from. `observed_at` is the day its content shows."""

    name: str
    version: str
    licence: str
    integrity: str  # `sha512-…` as the registry publishes it
    observed_at: dt.date
    url: str  # the project's home page, for attribution


class Catalogue(msgspec.Struct, frozen=True):
    """Entries ordered by id. `data_day` is the last day that any of the sources looked."""

    schema: int
    data_day: dt.date
    packages: tuple[Package, ...]
    entries: tuple[Entry, ...]

    def package(self, name: str) -> Package:
        """Raises KeyError when no such package was used."""
        for package in self.packages:
            if package.name == name:
                return package
        raise KeyError(name)
