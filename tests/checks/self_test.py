#!/usr/bin/env python3
"""A recount that cannot fail proves nothing: a small run that adds up passes, and each way of spoiling it is noticed."""

import csv
import subprocess
import sys
import tempfile
from pathlib import Path

from report import check, finish

HERE = Path(__file__).resolve().parent
CRITERIA = ["I1", "I2", "W", "E1a", "E1b", "E2", "E3"]


def decisions(publication, verdicts, term="samenzorg"):
    """Seven rows: `i` include, `x` exclude, `u` unclear, in the order of the criteria."""
    for name, letter in zip(CRITERIA, verdicts):
        per_pair = name in ("E1a", "E1b")
        yield {
            "publication": publication, "term": term if per_pair else "", "scope": "pair" if per_pair else "publication",
            "criterion": name, "verdict": {"i": "include", "x": "exclude", "u": "unclear"}[letter], "proposal": "",
            "made_by": "rule", "rule": name, "document": "", "page": "", "quote": "", "because": "kind-unknown",
        }


def outcome(publication, what, unclear="", reason_open="", decided_by="rule"):
    return {
        "publication": publication, "term": "samenzorg", "outcome": what, "reason_open": reason_open,
        "decided_by": decided_by, "via": "search", "unclear": unclear,
    }


def document(publication, status, part="main"):
    came = status == "retrieved"
    return {
        "publication": publication, "document": f"{publication}.01", "part": part, "url": "http://a.test/", "status": status,
        "pages": "1" if came else "0", "sha256": "0" * 64 if came else "", "note": "" if came else "status 404",
    }


def publications(*names):
    return [{"publication": name, "source": "a"} for name in names]


def a_run():
    """Four publications: out on I2 at screening, included, absent while I1 is open, and not found."""
    hits = [
        {"source": "a", "term": "samenzorg", "text": "samenzorg", "via": "search", "rank": str(at + 1), "publication": name}
        for at, name in enumerate(["p1", "p2", "p3", "p4"])
    ]
    final = [
        *decisions("p1", "ixiuuuu"), *decisions("p2", "iiiiiii"), *decisions("p3", "uiixiii"), *decisions("p4", "iiiuuuu"),
    ]
    counts = {"identified": 3, "excluded_e1a": 1, "excluded_e1b": 0, "excluded_e2_e3": 0, "unclear": 0,
              "not_retrieved": 1, "included": 1, "unclear_identified": 1, "incomplete_queries": 0}
    return {
        "1-search/queries.csv": [{"source": "a", "term": "samenzorg", "text": "samenzorg", "via": "search",
                                  "reported_total": "4", "hits": "4", "status": "hits", "note": ""}],
        "1-search/hits.csv": hits,
        "1-search/publications.csv": publications("p1", "p2", "p3", "p4"),
        "2-screening/decisions.csv": [row for row in final if row["criterion"] in ("I1", "I2", "W")],
        "3-retrieval/publications.csv": publications("p2", "p3", "p4"),
        "3-retrieval/merges.csv": [{"kept": "", "merged": "", "by": "", "evidence": ""}],
        "3-retrieval/documents.csv": [document("p2", "retrieved"), document("p3", "retrieved"), document("p4", "not-found")],
        "4-extraction/occurrences.csv": [{"publication": "p2", "term": "samenzorg", "document": "p2.01", "page": "1",
                                          "start": "0", "end": "9", "quote": "samenzorg"}],
        "4-extraction/passages.csv": [{"publication": "p2", "term": "samenzorg", "document": "p2.01", "page": "1", "start": "0",
                                       "end": "12", "kind": "definition", "score": "88", "variant": "samenzorg",
                                       "quote": "samenzorg is"}],
        "4-extraction/codes.csv": [{"publication": "p2", "term": "samenzorg", "document": "p2.01", "page": "1", "start": "0",
                                    "end": "12", "element": "e01", "cue": "is", "cue_start": "10", "cue_end": "12"}],
        "5-eligibility/decisions.csv": final,
        "5-eligibility/outcomes.csv": [
            outcome("p1", "out-i2", unclear="E1a E1b E2 E3"), outcome("p2", "included"),
            outcome("p3", "out-e1a", unclear="I1", reason_open="I1"), outcome("p4", "not-retrieved", unclear="E1a E1b E2 E3"),
        ],
        "5-eligibility/other-routes.csv": [dict.fromkeys(outcome("", ""), "")],
        "6-synthesis/table1.csv": [{"term": "samenzorg", "label": "Samenzorg", **counts}, {"term": "total", "label": "total", **counts}],
        "6-synthesis/worktable.csv": [{"term": "Samenzorg", "publication": "p2", "document": "p2.01", "kind": "definition",
                                       "variant": "samenzorg", "quote": "samenzorg is"}],
        "6-synthesis/table2.csv": [
            {"element": "e01", "samenzorg": "yes", "ageing": "unknown", "samenzorg_passages": 1, "ageing_passages": 0},
            {"element": "e02", "samenzorg": "no", "ageing": "unknown", "samenzorg_passages": 0, "ageing_passages": 0},
        ],
        "6-synthesis/table2-passages.csv": [{"term": "samenzorg", "element": "e01", "publication": "p2"}],
        "6-synthesis/contribution.csv": [{"source": "a", "term": "samenzorg", "hits": 4, "publications": 4, "only_here": 4,
                                          "included": 1, "included_only_here": 1}],
        "6-synthesis/flow.csv": flow(),
    }


def flow():
    """The boxes of the small run, at its one source and in total."""
    boxes = [
        ("identified", "", "hits", 4), ("duplicates", "within-source", "hits", 0), ("identified", "", "records", 4),
        ("duplicates", "between-sources", "records", 0), ("screened", "", "publications", 4),
        ("excluded-screening", "I2", "publications", 1), ("sought", "", "publications", 3),
        ("not-retrieved", "", "publications", 1), ("duplicates-on-files", "", "publications", 0),
        ("assessed", "", "publications", 2), ("excluded", "E1a", "publications", 1), ("unclear", "", "publications", 0),
        ("included", "", "publications", 1),
    ]
    return [
        {"source": source, "box_name": name, "reason": reason, "unit": unit, "n": number}
        for source in ("a", "total") for name, reason, unit, number in boxes
    ]


def spoil(table, at, **changed):
    def change(run):
        run[table][at].update(changed)
    return change


def drop(table, at):
    def change(run):
        del run[table][at]
    return change


# What is spoiled, and the check that must notice it.
SPOILED = [
    ("a number in Table 1", "table1.csv is a count", spoil("6-synthesis/table1.csv", 0, included=2, identified=4)),
    ("a total that does not add up", "table1.csv adds up", spoil("6-synthesis/table1.csv", 1, included=2)),
    ("an outcome that the decisions do not give", "outcomes.csv follows", spoil("5-eligibility/outcomes.csv", 1, outcome="unclear")),
    ("a reason left open that is not told", "outcomes.csv follows", spoil("5-eligibility/outcomes.csv", 2, reason_open="")),
    ("E1 on a text that never came", "outcomes.csv follows", spoil("5-eligibility/outcomes.csv", 3, outcome="out-e1a")),
    ("a scan that is called unclear", "outcomes.csv follows", spoil("5-eligibility/outcomes.csv", 3, outcome="unclear", decided_by="")),
    ("E1a on a text that is not whole", "a term is called absent", spoil("3-retrieval/documents.csv", 1, status="no-text-layer", note="scan")),
    ("a pair without an outcome", "every pair that a counted query found", drop("5-eligibility/outcomes.csv", 1)),
    ("a decision that is not there", "every pair has a decision", drop("5-eligibility/decisions.csv", 13)),
    ("a decision without a reason", "every pair has a decision", spoil("5-eligibility/decisions.csv", 9, because="")),
    ("a hit that is not there", "queries.csv says", drop("1-search/hits.csv", 3)),
    ("a publication without a document", "documents.csv accounts", drop("3-retrieval/documents.csv", 2)),
    ("a passage that is not in the working table", "worktable.csv holds", drop("6-synthesis/worktable.csv", 0)),
    ("a code of no passage", "codes.csv holds", spoil("4-extraction/codes.csv", 0, start="1")),
    ("a cue that does not stand there", "codes.csv holds", spoil("4-extraction/codes.csv", 0, cue="as")),
    ("a cross that nothing proposes", "table2.csv is a count", spoil("6-synthesis/table2.csv", 1, samenzorg="yes")),
    ("a number in Table 2", "table2.csv is a count", spoil("6-synthesis/table2.csv", 0, samenzorg_passages=2)),
    ("a no where nothing was read", "table2.csv is a count", spoil("6-synthesis/table2.csv", 1, ageing="no")),
    ("a cross without its passage", "table2.csv is a count", drop("6-synthesis/table2-passages.csv", 0)),
    ("a number in the contribution", "contribution.csv is", spoil("6-synthesis/contribution.csv", 0, only_here=3)),
    ("a number in the flow", "flow.csv is a count", spoil("6-synthesis/flow.csv", 17, n=3)),
    ("what screening took out and was retrieved", "what screening took out", spoil("3-retrieval/documents.csv", 0, publication="p1")),
    ("rows in another order", "tables are sorted", spoil("1-search/publications.csv", 0, publication="p9")),
]


def recounted(change=lambda run: None):
    """The lines of a recount of the small run, after a change."""
    run = a_run()
    change(run)
    columns = {name: list(rows[0]) for name, rows in a_run().items()}
    with tempfile.TemporaryDirectory() as folder:
        for name, rows in run.items():
            path = Path(folder) / name
            path.parent.mkdir(exist_ok=True)
            with path.open("w", newline="", encoding="utf-8") as file:
                writer = csv.DictWriter(file, columns[name], lineterminator="\n")
                writer.writeheader()
                # A row of empty cells stands for a table without rows.
                writer.writerows(row for row in rows if any(row.values()))
        done = subprocess.run([sys.executable, str(HERE / "recount.py"), folder], capture_output=True, text=True)
    return done.stdout.splitlines() + done.stderr.splitlines()


def failures(lines):
    return [line for line in lines if line.startswith("failed: ") or "Error" in line]


def main():
    check("the recount passes a run that adds up", failures(recounted()))
    for what, noticed_by, change in SPOILED:
        lines = failures(recounted(change))
        seen = any(line.startswith(f"failed: {noticed_by}") for line in lines)
        check(f"the recount notices {what}", [] if seen else lines or ["it noticed nothing"])
    finish()


if __name__ == "__main__":
    main()
