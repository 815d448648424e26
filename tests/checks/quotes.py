#!/usr/bin/env python3
"""Holds every quote of a run against the page it was taken from: `text[start:end]` in code points, nothing else.

usage: quotes.py RUN   (needs pyarrow; says so and leaves where it is absent)
"""

import csv
import sys
import unicodedata
from pathlib import Path

from report import check, finish, skipped


def rows(folder, name):
    with (Path(folder) / name).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def pages_of(folder):
    import pyarrow.parquet

    table = pyarrow.parquet.read_table(Path(folder) / "3-retrieval" / "pages.parquet")
    return {(row["document"], row["page"]): row for row in table.to_pylist()}


def wrong_quotes(pages, rows):
    for row in rows:
        page = pages.get((row["document"], int(row["page"])))
        if page is None:
            yield f"{row['document']}, page {row['page']}: there is no such page"
            continue
        there = page["text"][int(row["start"]):int(row["end"])]
        if there != row["quote"] or not there:
            yield f"{row['document']}, page {row['page']}, {row['start']}-{row['end']}: {there!r}, not {row['quote']!r}"
        if page["label"] != row["label"] or page["publication"] != row["publication"]:
            yield f"{row['document']}, page {row['page']}: label or publication differ"


def wrong_evidence(pages, decisions):
    """A quote behind a decision stands on the page that it names."""
    for row in decisions:
        if row["quote"] and row["document"] and row["page"]:
            page = pages.get((row["document"], int(row["page"])))
            if page is None or row["quote"] not in page["text"]:
                yield f"{row['publication']}, {row['criterion']}: `{row['quote']}` is not on page {row['page']}"


def wrong_pages(pages, documents):
    count = {}
    for document, _ in pages:
        count[document] = count.get(document, 0) + 1
    for row in documents:
        if row["status"] == "retrieved" and count.get(row["document"], 0) != int(row["pages"]):
            yield f"{row['document']}: {row['pages']} pages, pages.parquet has {count.get(row['document'], 0)}"
    for (document, number), page in pages.items():
        if unicodedata.normalize("NFC", page["text"]) != page["text"]:
            yield f"{document}, page {number}: not NFC"


def main(folder):
    try:
        pages = pages_of(folder)
    except ImportError:
        skipped("every quote is a slice of its page: pyarrow is not installed (tests/run --install)")
        finish()
    occurrences, passages = rows(folder, "4-extraction/occurrences.csv"), rows(folder, "4-extraction/passages.csv")
    print(f"{folder}: {len(pages)} pages, {len(occurrences)} occurrences, {len(passages)} passages")
    check("every occurrence is a slice of its page", wrong_quotes(pages, occurrences))
    check("every passage is a slice of its page", wrong_quotes(pages, passages))
    check("every quote behind a decision stands on its page", wrong_evidence(pages, rows(folder, "5-eligibility/decisions.csv")))
    check("pages.parquet holds the pages of documents.csv", wrong_pages(pages, rows(folder, "3-retrieval/documents.csv")))
    finish()


if __name__ == "__main__":
    main(sys.argv[1])
