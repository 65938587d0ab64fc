"""HTML of one self-contained page: no script, no font, no picture from elsewhere. Everything that is not markup is
escaped here and nowhere else."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence

from nextcour.charts.picture import Picture, Table, Value

_STYLE = """
:root { color-scheme: light dark; --page: #ffffff; --ink: #16202a; --soft: #55606b; --line: #d4dae0; --panel: #f5f7f9;
  --link: #005a8d; }
@media (prefers-color-scheme: dark) { :root { --page: #12171c; --ink: #e6ebf0; --soft: #a3afba; --line: #35404a;
  --panel: #1a2127; --link: #7cc4f0; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main, header, footer { max-width: 68rem; margin: 0 auto; padding: 0 1rem; }
header { padding-top: 1.5rem; } footer { padding-bottom: 3rem; color: var(--soft); }
h1 { font-size: 1.7rem; line-height: 1.2; margin: 0 0 .5rem; } h2 { font-size: 1.25rem; margin: 2.5rem 0 .5rem; }
h3 { font-size: 1rem; margin: 1.2rem 0 .4rem; } p { max-width: 44rem; margin: .5rem 0; } a { color: var(--link); }
ul { max-width: 44rem; padding-left: 1.2rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; margin: 1rem 0; }
dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1rem; list-style: none; padding: 0; }
.pictures { display: grid; gap: 1.5rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 27rem), 1fr)); }
figure { margin: 0; background: var(--panel); border: 1px solid var(--line); border-radius: 6px; padding: .75rem;
  min-width: 0; }
figure h3 { margin-top: 0; } figure svg { display: block; height: auto; }
figcaption { font-size: .875rem; color: var(--soft); margin-top: .5rem; }
.scroll { overflow-x: auto; max-width: 100%; margin: .5rem 0; }
.scroll:focus-visible, summary:focus-visible, a:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
table { border-collapse: collapse; font-size: .875rem; font-variant-numeric: tabular-nums; }
caption { text-align: left; color: var(--soft); padding: .25rem 0; }
th, td { text-align: right; padding: .25rem .6rem; border-bottom: 1px solid var(--line); white-space: nowrap;
  vertical-align: top; }
thead th { color: var(--soft); font-weight: 600; white-space: normal; vertical-align: bottom; }
th:first-child, .words { text-align: left; } tbody th { font-weight: 600; white-space: normal; min-width: 8rem; }
td.words { white-space: normal; min-width: 6rem; }
summary { cursor: pointer; color: var(--link); padding: .35rem 0; }
@media (max-width: 34rem) { dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .5rem; }
  figure { padding: .5rem; } th, td { padding: .25rem .4rem; } tbody th { min-width: 6rem; } }
"""


def text(value: object) -> str:
    """`value` as text that no browser takes for markup."""
    return html.escape(str(value), quote=True)


def paragraph(words: str) -> str:
    return f"<p>{text(words)}</p>"


def bullets(items: Iterable[str]) -> str:
    return "<ul>" + "".join(f"<li>{text(item)}</li>" for item in items) + "</ul>"


def facts(pairs: Iterable[tuple[str, object]]) -> str:
    """A list of names and values."""
    return "<dl>" + "".join(f"<dt>{text(name)}</dt><dd>{text(value)}</dd>" for name, value in pairs) + "</dl>"


def table(content: Table) -> str:
    """With a caption, and a header for every row and column; wide ones scroll by themselves."""
    words = [_is_words(next((row[at] for row in content.rows if row[at]), None)) for at in range(len(content.columns))]
    head = "".join(
        f'<th scope="col"{_words(left)}>{text(column)}</th>'
        for column, left in zip(content.columns, words, strict=True)
    )
    body = "".join(_row(row) for row in content.rows)
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{text(content.caption)}"><table>'
        f"<caption>{text(content.caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _row(row: Sequence[Value]) -> str:
    first, *rest = row
    return f'<tr><th scope="row">{_shown(first)}</th>{"".join(_cell(value) for value in rest)}</tr>'


def _cell(value: Value) -> str:
    return f"<td{_words(_is_words(value))}>{_shown(value)}</td>"


def _is_words(value: Value) -> bool:
    """Words stand on the left and may wrap, figures on the right."""
    return isinstance(value, str) and value[:1].isalpha()


def _words(left: bool) -> str:
    return ' class="words"' if left else ""


def _shown(value: Value) -> str:
    if value is None:
        return "–"
    return text(f"{value:,}" if isinstance(value, int) else f"{value:.3f}" if isinstance(value, float) else value)


def figure(picture: Picture) -> str:
    """The picture, what it says in words, and its table behind a fold."""
    return (
        f"<figure><h3>{text(picture.title)}</h3>{picture.svg}<figcaption>{text(picture.description)}</figcaption>"
        f"<details><summary>The figures behind it</summary>{table(picture.table)}</details></figure>"
    )


def figures(pictures: Iterable[Picture]) -> str:
    return f'<div class="pictures">{"".join(figure(picture) for picture in pictures)}</div>'


def section(anchor: str, title: str, *parts: str) -> str:
    return f'<section aria-labelledby="{anchor}"><h2 id="{anchor}">{text(title)}</h2>{"".join(parts)}</section>'


def page(title: str, lead: Sequence[str], contents: Sequence[tuple[str, str]], body: Sequence[str], end: str) -> str:
    """A whole document. `contents` are anchors with their words."""
    links = "".join(f'<li><a href="#{anchor}">{text(words)}</a></li>' for anchor, words in contents)
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>{text(title)}</title><style>{_STYLE}</style></head>\n<body><header><h1>{text(title)}</h1>"
        f'{"".join(lead)}<nav aria-label="On this page"><ul>{links}</ul></nav></header>\n<main>'
        + "\n".join(body)
        + f"</main>\n<footer>{paragraph(end)}</footer></body></html>\n"
    )
