"""Which packages the catalogue is built from, as `data/packages.toml` pins them."""

from __future__ import annotations

import datetime as dt
import tomllib
from importlib import resources

import msgspec

from nextcour.catalog.catalogue import Package


class Pin(msgspec.Struct, frozen=True):
    """A package of one version. `files` are patterns of the files that are read, inside the package."""

    name: str
    version: str
    integrity: str  # `sha512-` + base64
    licence: str
    url: str
    observed_at: dt.date
    basis: str  # why that day
    files: tuple[str, ...]
    published: bool = False  # observed_at is the day it was published: its content may be older

    @property
    def file_name(self) -> str:
        """As `npm pack` names the tarball: `kawaiioverflow-arm-0.225.0.tgz`."""
        return f"{self.name.removeprefix('@').replace('/', '-')}-{self.version}.tgz"

    def package(self) -> Package:
        return Package(self.name, self.version, self.licence, self.integrity, self.observed_at, self.url)


def read_data(name: str) -> str:
    """Text of a file under `nextcour/data/`. Raises FileNotFoundError."""
    return resources.files("nextcour").joinpath("data", name).read_text(encoding="utf-8")


def pins() -> tuple[Pin, ...]:
    """The pinned packages, in the order of the file."""
    data = tomllib.loads(read_data("packages.toml"))
    return msgspec.convert(data["package"], tuple[Pin, ...])
