#!/usr/bin/env python3
"""Holds the rows of the runs against the table of faults, and its hits against the database behind them.

usage: rows.py OUTPUT TABLE FOLDER SEEN   (OUTPUT: of the study; FOLDER: where `start` put WordPress; SEEN: nginx's log)
"""

import csv
import sys
from collections import defaultdict
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "checks"))
from hits import rows, slug_of, wordpress
from report import check, finish

# A status by which a query counts as answered in full.
COMPLETE = ("hits", "none-reported", "stopped-by-protocol")


def wrong_row(fault, row, read, there):
    """`read`: the slugs of its hits; `there`: those of the database."""
    if row is None:
        yield "no row in queries.csv"
        return
    for key, expected in (("status", fault["status"]), ("interface", fault["interface"])):
        if row[key] != expected:
            yield f"{key} `{row[key]}`, due is `{expected}`: {row['note']}"
    if fault["note"] not in row["note"]:
        yield f"the note does not say `{fault['note']}`: {row['note']}"
    reported = {"": "", "database": str(len(there)), "one-more": str(len(there) + 1)}[fault["reported"]]
    if row["reported_total"] != reported:
        yield f"reported `{row['reported_total']}`, due is `{reported}`"
    if len(read) != len(set(read)):
        yield "a hit was read twice"
    if not set(read) <= there:
        yield f"not in the database: {sorted(set(read) - there)[:5]}"
    due = {"none": 0, "database": len(there)}.get(fault["hits"])
    due = int(fault["hits"]) if due is None else due
    if len(read) != due or row["hits"] != str(due):
        yield f"{len(read)} hits and {row['hits']} in its row, due are {due}"


def never_a_false_zero(queries):
    for row in queries:
        if row["status"] in COMPLETE and row["hits"] == "0":
            yield f"{row['source']}: {row['status']} with 0 hits: {row['note']}"


def wrong_titles(hits, source):
    """A page in ISO-8859-1 gives the titles that the same page gives in UTF-8."""
    plain = {hit["url"]: hit["title"] for hit in hits["healthy-pages"]}
    for hit in hits[source]:
        if hit["title"] != plain.get(hit["url"]):
            yield f"{hit['url']}: `{hit['title']}`, not `{plain.get(hit['url'])}`"
    if all(title.isascii() for title in plain.values()):
        yield "no title has a letter beyond ASCII: this shows nothing"


def wrong_patience(seen):
    """The server did say 429, and every request was repeated until it was served."""
    lines = [line.split() for line in Path(seen).read_text(encoding="utf-8").splitlines()]
    limited = [(status, target) for host, status, target in lines if host == "limited.test"]
    refused = {target for status, target in limited if status == "429"}
    if not refused:
        yield "nginx never had to say 429"
    for target in refused - {target for status, target in limited if status == "200"}:
        yield f"{target} was given up"


def wrong_day(output, hits):
    """`gisteren` is the day before the one on which the list was asked, whenever it is read again."""
    if any(hit["date_as_listed"] != "gisteren" for hit in hits["yesterday"]):
        yield "not every row is dated `gisteren`"
    asked = datetime.fromtimestamp((output / "yesterday/1-search/queries.csv").stat().st_mtime, ZoneInfo("Europe/Amsterdam"))
    # The run may have begun before midnight.
    due = {str((asked - timedelta(days=1, minutes=minutes)).date()) for minutes in (0, 10)}
    for row in rows(output / "yesterday", "1-search/publications.csv"):
        if row["not_after"] not in due:
            yield f"{row['url']}: not after {row['not_after']}, asked on {asked.date()}"


def wrong_year(output, hits):
    """What WordPress dates in UTC in the last hour of 2006 was published on 1 January 2007 in Amsterdam."""
    name = "samenredzaamheid-in-cooperaties-in-sudwest-fryslan"
    listed = {hit["date_as_listed"] for hit in hits["healthy"] if slug_of(hit["url"]) == name}
    if listed != {"2006-12-31T23:01:00Z"}:
        yield f"listed as {sorted(listed)}"
    for row in rows(output / "faults", "1-search/publications.csv"):
        if slug_of(row["url"]) == name and row["not_after"] != "2007-01-01":
            yield f"not after {row['not_after']}"


def sent_to_itself(seen):
    """A server was listening where the resolver led; it must not have heard of it."""
    if any(line.startswith("localhost ") for line in Path(seen).read_text(encoding="utf-8").splitlines()):
        yield "nginx was asked for `localhost`"


def main(output, table, folder, seen):
    output = Path(output)
    with open(table, newline="", encoding="utf-8") as file:
        faults = list(csv.DictReader(file))
    names = sorted({fault["run"] for fault in faults})
    queries = [row for name in names for row in rows(output / name, "1-search/queries.csv")]
    hits = defaultdict(list)
    for hit in (hit for name in names for hit in rows(output / name, "1-search/hits.csv")):
        hits[hit["source"]].append(hit)
    texts = {row["text"] for row in queries}
    check("faults: one text was typed", [] if len(texts) == 1 else sorted(texts))
    there = wordpress(folder, texts.pop())
    check("faults: the database holds more than six pages of it", [] if len(there) > 12 else [f"{len(there)}"])
    by_source = {row["source"]: row for row in queries}
    for fault in faults:
        name = fault["fault"]
        read = [slug_of(hit["url"]) for hit in hits[name]]
        check(f"{name}: {fault['what']}: {fault['status']}", wrong_row(fault, by_source.get(name), read, there))
    check("faults: each source has one row", [] if len(queries) == len(faults) else [f"{len(queries)} rows"])
    check("faults: none of them is a zero", never_a_false_zero(queries))
    check("latin-1: its titles are read as what they are", wrong_titles(hits, "latin-1"))
    check("limited: 429 was said, waited for, and then served", wrong_patience(seen))
    check("resolved: nothing was sent there", sent_to_itself(seen))
    check("yesterday: `gisteren` is the day before it was asked", wrong_day(output, hits))
    check("healthy: the year begins in Amsterdam", wrong_year(output, hits))
    finish()


if __name__ == "__main__":
    main(*sys.argv[1:])
