"""One fact changed in a text of `nextcour write`, and `nextcour check` has to see it.

    python bench/check_mutations.py [--lang en ja zh] [--sample N] [--seed S] [--from N] [--workers 2] [--self]

For each line (in a random order of `--seed`; all without `--sample`) the page is written and checked as it is: nothing
in it may come back contradicted. Then each kind of fact that it states is changed, one at a time, into something false
of its kind (`bench/check_changes.py`); a claim of that kind and value has to come back contradicted, with a right value
and evidence. What cannot be refuted by design (a person's role, a service, an announcement that no source shows) must
not be supported. `--self` checks the unchanged pages only; `--from` leaves out the first lines of the order, so that a
run can go on where another stopped; `--as-of` writes the pages of an earlier day.
"""

from __future__ import annotations

import argparse
import datetime as dt
import multiprocessing
import os
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.check_changes import Change, changes
from bench.check_pages import DAY, check_page, line_ids, write
from nextcour.articles.checked import Checked, CheckedClaim
from nextcour.articles.claim import Verdict
from nextcour.articles.edition import Lang
from nextcour.bootstrap import Engine, open_engine

SEED = 20261125


class Seen(NamedTuple):
    """What became of one change. `answer` is `contradicted` where it was seen, else what was found in its place."""

    what: str
    refutable: bool
    caught: bool
    right: bool  # the right value is that of the page
    answer: str
    beside: tuple[str, ...]  # other claims of the page that were called wrong


class Outcome(NamedTuple):
    """One page. `alarms` are claims of the unchanged page that were called wrong."""

    line: str
    lang: str
    claims: int
    alarms: tuple[str, ...]
    seen: tuple[Seen, ...]


def contradicted(checked: Checked) -> list[CheckedClaim]:
    return [claim for claim in checked.claims if claim.verdict is Verdict.CONTRADICTED]


def shown(claim: CheckedClaim) -> str:
    return (
        f"{claim.kind.value} {claim.value!r} of {claim.show} {claim.installment}: {claim.verdict.value}, "
        f"{claim.right_value!r} ({claim.why}) in {claim.text[-100:]!r}"
    )


def seen(change: Change, checked: Checked) -> Seen:
    """Whether the changed fact is found for what it is."""
    of_kind = [claim for claim in checked.claims if claim.kind.value in change.kinds and claim.value in change.values]
    wrong = [claim for claim in of_kind if claim.verdict is Verdict.CONTRADICTED and claim.right_value]
    others = tuple(shown(claim) for claim in contradicted(checked) if claim not in of_kind)
    if not change.refutable:
        verdicts = {claim.verdict for claim in of_kind}
        caught = bool(of_kind) and not verdicts & {Verdict.SUPPORTED, Verdict.CONTRADICTED}
        answer = ", ".join(sorted(verdict.value for verdict in verdicts)) or "no claim"
        return Seen(change.what, False, caught, False, answer, others)
    caught = any(claim.evidence for claim in wrong)
    right = any(not change.right or claim.right_value == change.right for claim in wrong)
    answer = "contradicted" if caught else "; ".join(shown(claim) for claim in of_kind) or "no claim"
    return Seen(change.what, True, caught, right, answer, others)


def page_outcome(
    engine: Engine, line: str, lang: Lang, seed: int = SEED, *, only_self: bool = False, day: dt.date = DAY
) -> Outcome | None:
    """The page of a line in a language and all its changes; None where nothing is known of the line."""
    written = write(engine, line, lang, day)
    if written is None:
        return None
    plain = check_page(engine, written.edition)
    alarms = tuple(shown(claim) for claim in contradicted(plain))
    if only_self:
        return Outcome(line, lang.value, len(plain.claims), alarms, ())
    known = set(alarms)
    found = []
    for change in changes(written, engine.library, seed):
        one = seen(change, check_page(engine, change.edition, published=change.published))
        found.append(one._replace(beside=tuple(other for other in one.beside if other not in known)))
        if not one.caught:
            found[-1] = found[-1]._replace(answer=f"{one.answer} | {change.text[-200:]}")
    return Outcome(line, lang.value, len(plain.claims), alarms, tuple(found))


_ENGINE: Engine | None = None


def _start() -> None:
    global _ENGINE  # noqa: PLW0603 - one engine a process
    os.nice(10)
    _ENGINE = open_engine()


def _work(job: tuple[str, str, int, bool, dt.date]) -> Outcome | None:
    assert _ENGINE is not None
    line, lang, seed, only_self, day = job
    return page_outcome(_ENGINE, line, Lang(lang), seed, only_self=only_self, day=day)


def outcomes(jobs: Sequence[tuple[str, str, int, bool, dt.date]], workers: int) -> Iterator[Outcome]:
    """Results in the order of the jobs, with a line about how far it is on standard error."""
    context = multiprocessing.get_context("spawn")
    began = time.monotonic()
    with ProcessPoolExecutor(workers, mp_context=context, initializer=_start) as pool:
        for done, outcome in enumerate(pool.map(_work, jobs, chunksize=4), 1):
            if done % 20 == 0 or done == len(jobs):
                left = (time.monotonic() - began) / done * (len(jobs) - done)
                print(f"\r{done:,} of {len(jobs):,} pages, {left / 60:.0f} min left ", end="", file=sys.stderr)
            if outcome is not None:
                yield outcome
    print(file=sys.stderr)


def report(found: Iterable[Outcome]) -> str:
    """Tables in Markdown; failures are printed while they come."""
    pages: Counter[str] = Counter()
    clean: Counter[str] = Counter()
    tried: Counter[tuple[str, str]] = Counter()
    caught: Counter[tuple[str, str]] = Counter()
    right: Counter[str] = Counter()
    beside: Counter[str] = Counter()
    design: dict[str, None] = {}
    kinds: dict[str, None] = {}
    for one in found:
        pages[one.lang] += 1
        clean[one.lang] += not one.alarms
        for alarm in one.alarms:
            print(f"FALSE ALARM {one.lang} {one.line}: {alarm}", flush=True)
        for change in one.seen:
            (kinds if change.refutable else design).setdefault(change.what)
            tried[change.what, one.lang] += 1
            caught[change.what, one.lang] += change.caught
            right[one.lang] += change.right and change.refutable
            beside[one.lang] += bool(change.beside)
            if not change.caught:
                print(f"MISSED {one.lang} {one.line}: {change.what}: {change.answer}", flush=True)
            for other in change.beside:
                print(f"BESIDE {one.lang} {one.line}: {change.what}: {other}", flush=True)
    langs = [lang.value for lang in Lang if pages[lang.value]]
    lines = ["", _row("", langs), "|---" * (len(langs) + 1) + "|"]
    lines.append(_row("pages", [f"{pages[lang]:,}" for lang in langs]))
    lines.append(_row("with nothing contradicted", [_of(clean[lang], pages[lang]) for lang in langs]))
    for title, names in (("changed", kinds), ("not refutable: not supported and not called wrong", design)):
        if not names:
            continue
        lines.append(_row(f"**{title}**", ["" for _ in langs]))
        for what in names:
            lines.append(_row(what, [_of(caught[what, lang], tried[what, lang]) for lang in langs]))
        sums = [(sum(caught[name, x] for name in names), sum(tried[name, x] for name in names)) for x in langs]
        lines.append(_row("all", [_of(*pair) for pair in sums]))
    if kinds:
        refuted = {x: sum(caught[n, x] for n in kinds) for x in langs}
        lines.append(_row("seen, the right value being the page's own", [_of(right[x], refuted[x]) for x in langs]))
        total = {x: sum(tried[n, x] for n in (*kinds, *design)) for x in langs}
        lines.append(_row("changed pages with something else called wrong", [_of(beside[x], total[x]) for x in langs]))
    return "\n".join(lines)


def _row(name: str, cells: Iterable[str]) -> str:
    return " | ".join(("| " + name, *cells)) + " |"


def _of(part: int, whole: int) -> str:
    return f"{part:,} of {whole:,} ({part / whole:.1%})" if whole else "–"


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lang", nargs="+", choices=[lang.value for lang in Lang], default=["en"])
    parser.add_argument("--sample", type=int)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--from", type=int, default=0, dest="first")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--self", action="store_true", dest="only_self")
    parser.add_argument("--as-of", type=dt.date.fromisoformat, default=DAY)
    parser.add_argument("--lines", nargs="+", help="these lines only")
    given = parser.parse_args(arguments)
    lines = given.lines or line_ids(open_engine(), given.seed)[given.first :][: given.sample]
    jobs = [(line, lang, given.seed, given.only_self, given.as_of) for line in lines for lang in given.lang]
    print(report(outcomes(jobs, given.workers)))


if __name__ == "__main__":
    main()
