"""Writes src/nextcour/data/han.txt from the character tables of OpenCC (needs the `sources` extra). Run it by hand
when OpenCC changes:

    .venv/bin/python bench/han_variants.py
"""

from __future__ import annotations

from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

OUT = Path(__file__).resolve().parent.parent / "src" / "nextcour" / "data" / "han.txt"
PACKAGE = "opencc-python-reimplemented"
HEADER = """\
# Han characters folded together when titles are compared (never when they are shown): variant, tab, plain form.
# Traditional Chinese (mainland, Taiwan, Hong Kong) and Japanese shinjitai become simplified Chinese.
# Made by bench/han_variants.py from the character tables of OpenCC (https://github.com/BYVoid/OpenCC, Apache-2.0):
# TSCharacters, JPVariants, TWVariants and HKVariants, as packaged in {package} {version}.
"""


def _table(name: str) -> list[tuple[str, list[str]]]:
    lines = (files("opencc") / "dictionary" / name).read_text(encoding="utf-8").splitlines()
    pairs = (line.split("\t") for line in lines if line.strip())
    return [(left, right.split(" ")) for left, right in pairs]


def variants() -> dict[str, str]:
    """Variant to plain form, one character each, with chains followed to their end."""
    plain = {left: right[0] for left, right in _table("TSCharacters.txt") if len(left) == len(right[0]) == 1}
    for name in ("JPVariants.txt", "TWVariants.txt", "HKVariants.txt"):
        for left, rights in _table(name):
            simple = plain.get(left, left)
            for right in rights:
                if len(right) == len(simple) == 1 and right != simple:
                    plain.setdefault(right, simple)

    def end(char: str) -> str:
        for _ in range(5):
            char = plain.get(char, char)
        return char

    return {variant: end(variant) for variant in sorted(plain) if end(variant) != variant}


def main() -> None:
    found = variants()
    header = HEADER.format(package=PACKAGE, version=version(PACKAGE))
    OUT.write_text(header + "".join(f"{left}\t{right}\n" for left, right in found.items()), encoding="utf-8")
    print(f"{OUT}: {len(found):,} variants")


if __name__ == "__main__":
    main()
