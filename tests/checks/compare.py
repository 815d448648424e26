#!/usr/bin/env python3
"""What `bron compare A B --table FILE --json` says of two tables, beside what csv-diff says of the same files.

usage: compare.py BRON RUN OTHER...   (runs in `output/` of the current folder)

Each table is also compared with a copy of itself that was edited at random: rows left out, cells changed, a column more.
"""

import csv
import json
import random
import shutil
import subprocess
import sys
from pathlib import Path

import csv_diff

from report import check, finish

# The columns that name a row, as the tables of a run have them.
TABLES = {
    "1-search/queries.csv": ["source", "term", "text", "via"],
    "1-search/hits.csv": ["source", "term", "text", "via", "rank"],
    "1-search/publications.csv": ["publication"],
    "3-retrieval/documents.csv": ["document"],
    "5-eligibility/outcomes.csv": ["publication", "term"],
    "5-eligibility/decisions.csv": ["publication", "term", "criterion"],
    "6-synthesis/table1.csv": ["term"],
}
SEEDS = 20


def keyed(file, key):
    """csv-diff takes one column as key; rows keyed by several are given to its comparison as they are."""
    with file.open(newline="", encoding="utf-8") as handle:
        rows = list(csv_diff.load_csv(handle, dialect="excel").values())
    table = {tuple(row[column] for column in key): row for row in rows}
    assert len(table) == len(rows), f"{file}: {key} names no single row"
    return table


def as_sets(told):
    rows = lambda name: sorted(tuple(sorted(row.items())) for row in told[name])
    changed = sorted((tuple(row["key"]), tuple(sorted((c, tuple(v)) for c, v in row["changes"].items()))) for row in told["changed"])
    columns = sorted(told["columns_added"]), sorted(told["columns_removed"])
    return rows("added"), rows("removed"), changed, columns


def compared(bron, a, b, table, key):
    command = [bron, "--json", "compare", str(a), str(b), "--table", table]
    answer = subprocess.run(command, capture_output=True, text=True)
    ours = as_sets(json.loads(answer.stdout)) if answer.returncode in (0, 2) else answer.stderr
    theirs = as_sets(csv_diff.compare(keyed(a / table, key), keyed(b / table, key)))
    differs = any(theirs[:3]) or any(theirs[3])
    return ours == theirs and answer.returncode == (2 if differs else 0), differs


def edited(run, copy, table, key, rng):
    """A copy of one table in which something is left out, changed and added."""
    with (run / table).open(newline="", encoding="utf-8") as handle:
        rows = list(csv.DictReader(handle))
    columns = list(rows[0])
    kept = [row for row in rows if rng.random() > 0.1] or rows[:1]
    for row in kept:
        for column in columns:
            if column not in key and rng.random() < 0.05:
                row[column] = rng.choice(["", "7", 'een "ander"', "met, komma", "regel\ntwee", "é"])
    if rng.random() < 0.5:
        columns.append("meer")
        kept = [row | {"meer": str(number)} for number, row in enumerate(kept)]
    rng.shuffle(kept)
    (copy / table).parent.mkdir(parents=True, exist_ok=True)
    with (copy / table).open("w", newline="", encoding="utf-8") as handle:
        out = csv.DictWriter(handle, columns, lineterminator="\n")
        out.writeheader()
        out.writerows(kept)


def main(bron, run, others):
    output = Path("output")
    for other in others:
        for table, key in TABLES.items():
            same, differs = compared(bron, output / run, output / other, table, key)
            check(f"{table} of {run} and {other} ({'differs' if differs else 'is the same'}): as csv-diff says", [] if same else [table])
    copy = output / "edited"
    for table, key in TABLES.items():
        wrong, differing = [], 0
        for seed in range(SEEDS):
            shutil.rmtree(copy, ignore_errors=True)
            edited(output / run, copy, table, key, random.Random(seed))
            (copy / "run.json").write_text("{}")
            same, differs = compared(bron, output / run, copy, table, key)
            differing += differs
            if not same:
                wrong.append(f"seed {seed}")
        if differing == 0:
            wrong.append("no edit made another table")
        check(f"{table} edited in {SEEDS} ways, {differing} of them another table: as csv-diff says", wrong)
    finish()


main(sys.argv[1], sys.argv[2], sys.argv[3:])
