"""What user tags say: format, source material, kind. Tags come without votes, so rules are few and documented."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from nextcour.catalog.entry import Format, SourceMaterial


class TagRules:
    """The closed lists that `data/tags.toml` holds.

    `kept`: tags copied to `Entry.tags`. `short`, `special`: tags of short shows and of TV specials. `material`: source
    material to its tags, in order of precedence. Raises ValueError when a tag stands for two source materials.
    """

    def __init__(
        self,
        kept: Collection[str],
        short: Collection[str],
        special: Collection[str],
        material: Sequence[tuple[SourceMaterial, Collection[str]]],
    ) -> None:
        self.kept = frozenset(kept)
        self.short = frozenset(short)
        self.special = frozenset(special)
        self.material = tuple((kind, frozenset(tags)) for kind, tags in material)
        seen: set[str] = set()
        for kind, tags in self.material:
            if seen & tags:
                raise ValueError(f"{kind}: {sorted(seen & tags)} stand for another source material too")
            seen |= tags

    @classmethod
    def from_mapping(cls, data: Mapping[str, Mapping[str, Sequence[str]]]) -> TagRules:
        """`data` as `tags.toml` is read. Raises KeyError when a list is missing, ValueError for an unknown name."""
        lists = data["lists"]
        material = [(SourceMaterial(kind), tags) for kind, tags in data["source_material"].items()]
        return cls(lists["kept"], lists["short"], lists["special"], material)

    def kinds(self, tags: Collection[str]) -> tuple[str, ...]:
        """The tags that are kept, sorted."""
        return tuple(sorted(self.kept.intersection(tags)))

    def materials(self, tags: Collection[str]) -> tuple[SourceMaterial, ...]:
        """Every source material that a tag claims, best first; several when taggers disagree."""
        return tuple(kind for kind, names in self.material if names.intersection(tags))

    def source_material(self, tags: Collection[str]) -> SourceMaterial:
        """The first by precedence, UNKNOWN when no tag says."""
        claims = self.materials(tags)
        return claims[0] if claims else SourceMaterial.UNKNOWN

    def format(self, kind: str, tags: Collection[str], *, one_day: bool, episodes: int | None) -> Format:
        """Format of an entry of `kind` tv, web, ova or movie.

        A TV entry is a SPECIAL when it ran on one day and either is tagged so or has one episode. TV and web are
        TV_SHORT when tagged as short. Any other `kind` is UNKNOWN.
        """
        base = {"tv": Format.TV, "web": Format.ONA, "ova": Format.OVA, "movie": Format.MOVIE}.get(kind, Format.UNKNOWN)
        if base is Format.TV and one_day and (episodes == 1 or self.special.intersection(tags)):
            return Format.SPECIAL
        if base in (Format.TV, Format.ONA) and self.short.intersection(tags):
            return Format.TV_SHORT
        return base
