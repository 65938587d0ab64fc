"""Drawings as templates. Everything is escaped: titles come from elsewhere."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

_EAST = {
    "zh": ("PingFang SC", "Microsoft YaHei UI", "Noto Sans CJK SC", "Noto Sans SC"),
    "ja": ("Hiragino Sans", "Yu Gothic UI", "Noto Sans CJK JP", "Noto Sans JP"),
}


@cache
def template(name: str) -> Template:
    """Raises jinja2.TemplateNotFound."""
    environment = Environment(
        loader=PackageLoader("nextcour.feeds"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    return environment.get_template(name)


def fonts(language: str, *latin: str) -> str:
    """A list for `font-family`. What draws takes the first that is there for a whole run of text, so the fonts of the
    language come first where it is not written in Latin letters."""
    east = _EAST.get(language, _EAST["ja"])
    names = (*latin, "Noto Sans", *east) if language not in _EAST else (*east, *latin, "Noto Sans")
    return ",".join((*(f"'{name}'" for name in names), "sans-serif"))
