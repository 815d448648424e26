#!/usr/bin/env python3
"""Holds what the probe of a run says of a real search box against what that engine is known to do.

usage: verdicts.py RUN SOURCE ENGINE

A verdict may be `unknown` where the texts cannot tell, but never another one; those marked `!`, which any texts tell, must
be settled, and at least two of each engine.
"""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "checks"))
from report import check, finish

# What WordPress's own search does to a text, MariaDB to accents, SQLite's FTS5 and MediaWiki to words.
KNOWN = {
    "wordpress": {
        "words_together": "!and",
        "quotes": "phrase",
        "inside_words": "!substring",
        "singular_plural": "apart",
        "accents": "!folded",
        "operator_or": "ignored-or-literal",
        "operator_and": "ignored-or-literal",
        "operator_minus": "works",
        "many_words": "!as-phrase",
        "unclosed_quote": "works",
        "totals": "!equal",
    },
    "wagtail": {
        "words_together": "and",
        "inside_words": "whole-words",
        "singular_plural": "apart",
        "accents": "folded",
        "many_words": "works",
    },
    "mediawiki": {
        "words_together": "!and",
        "quotes": "phrase",
        "inside_words": "whole-words",
        "singular_plural": "apart",
        "many_words": "works",
        "totals": "!not-reported",
    },
}


def report_of(run, source):
    reports = json.loads((Path(run) / "0-probe" / "probe.json").read_text(encoding="utf-8"))["sources"]
    return next(report for report in reports if report["source"] == source)


def wrong_verdicts(verdicts, known):
    for name, truth in known.items():
        found = verdicts[name]
        allowed = [truth.lstrip("!")] + ([] if truth.startswith("!") else ["unknown"])
        if found["verdict"] not in allowed:
            yield f"{name}: {found['verdict']}, and it is {truth.lstrip('!')}: {found['because']}"
    settled = [name for name in known if verdicts[name]["verdict"] != "unknown"]
    if len(settled) < 2:
        yield f"only {settled} are settled"


def main(run, source, engine):
    report = report_of(run, source)
    verdicts = report["verdicts"]
    print(f"{source}: " + ", ".join(f"{name} {found['verdict']}" for name, found in verdicts.items()))
    failed = [f"{one['name']}: {one['because']}" for one in report["checks"] if one["outcome"] == "failed"]
    check(f"{source}: the probe finds it as configured", failed)
    check(f"{source}: the verdicts are what {engine} is known to do", wrong_verdicts(verdicts, KNOWN[engine]))
    finish()


if __name__ == "__main__":
    main(*sys.argv[1:])
