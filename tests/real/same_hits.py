#!/usr/bin/env python3
"""Says in what the hits of two runs differ at one source; ends with 1 where they do.

usage: same_hits.py RUN OTHER SOURCE
"""

import csv
import sys
from collections import defaultdict
from pathlib import Path

KEYS = ("url", "title", "date_as_listed", "kind_as_listed")


def rows(run, name, source):
    with (Path(run) / "1-search" / name).open(newline="", encoding="utf-8") as file:
        return [row for row in csv.DictReader(file) if row["source"] == source]


def hits(run, source):
    listed = defaultdict(list)
    for row in rows(run, "hits.csv", source):
        listed[row["text"]].append(tuple(row[key] for key in KEYS))
    return listed


def main(run, other, source):
    ours, theirs = hits(run, source), hits(other, source)
    statuses = [{row["text"]: row["status"] for row in rows(one, "queries.csv", source)} for one in (run, other)]
    wrong = [] if sum(map(len, ours.values())) else [f"{source}: no hit at all in {run}"]
    for text in statuses[0].keys() | statuses[1].keys():
        if statuses[0].get(text) != statuses[1].get(text):
            wrong.append(f"`{text}`: {statuses[0].get(text)} and {statuses[1].get(text)}")
        for one, another in zip(ours[text], theirs[text]):
            if one != another:
                wrong.append(f"`{text}`: {one} and {another}")
        if len(ours[text]) != len(theirs[text]):
            wrong.append(f"`{text}`: {len(ours[text])} and {len(theirs[text])} hits")
    for line in sorted(wrong)[:10]:
        print(f"  {line}", file=sys.stderr)
    print(f"{source}: {sum(map(len, ours.values()))} and {sum(map(len, theirs.values()))} hits")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main(*sys.argv[1:])
