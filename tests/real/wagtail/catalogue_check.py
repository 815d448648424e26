#!/usr/bin/env python3
"""Holds what the repository's catalogue gave against the texts in the database: every phrase where it stands.

usage: catalogue_check.py RUN FOLDER   (FOLDER: where `start` put the Wagtail)
"""

import csv
import html
import re
import sqlite3
import sys
from collections import defaultdict
from pathlib import Path
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "checks"))
from report import check, finish

SOURCE = "wagtail"


def rows(run, name):
    with (Path(run) / name).open(newline="", encoding="utf-8") as file:
        return [row for row in csv.DictReader(file) if row["source"] == SOURCE and row["via"] == "catalogue"]


def published(folder):
    """Slug, whether there is a file, and title and text without markup, of everything that is live."""
    query = """
        SELECT page.slug, text.bestand_id IS NOT NULL, page.title, text.tekst FROM kennisbank_publicatie AS text
        JOIN wagtailcore_page AS page ON page.id = text.page_ptr_id WHERE page.live
    """
    with sqlite3.connect(f"file:{folder}/db.sqlite3?mode=ro", uri=True) as database:
        for slug, has_file, title, text in database.execute(query):
            yield slug, bool(has_file), " ".join(html.unescape(re.sub(r"<[^>]*>", " ", f"{title}\n{text}")).split()).lower()


def holds(words, text):
    return re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text) is not None


def wrong_hits(queries, hits, texts):
    """Where there is a file, the phrase may stand in the file alone; elsewhere the database has the last word."""
    for row in queries:
        read = hits[row["text"]]
        there = {slug for slug, _, text in texts if holds(row["text"], text)}
        in_files = {slug for slug, has_file, _ in texts if has_file}
        if len(read) != len(set(read)):
            yield f"`{row['text']}`: a publication was listed twice"
        if there - set(read) or set(read) - there - in_files:
            yield f"`{row['text']}`: missed {sorted(there - set(read))}, not there {sorted(set(read) - there - in_files)}"
        # Nothing found by our own search of a list that was read to its end: the site itself says nothing of it.
        if row["status"] != "hits" or row["interface"] != "oai-pmh":
            yield f"`{row['text']}`: {row['status']} by {row['interface']}: {row['note']}"


def main(run, folder):
    texts = list(published(folder))
    queries = rows(run, "1-search/queries.csv")
    hits = defaultdict(list)
    for hit in rows(run, "1-search/hits.csv"):
        hits[hit["text"]].append(urlsplit(hit["url"]).path.strip("/"))
    print(f"catalogue: {len(queries)} texts, {sum(map(len, hits.values()))} hits")
    check("catalogue: all 19 texts were searched", [] if len(queries) == 19 else [f"{len(queries)} rows"])
    check("catalogue: its hits are the texts that hold the phrase", wrong_hits(queries, hits, texts))
    check("catalogue: a phrase stands in some texts", [] if any(hits.values()) else ["no hit at all"])
    finish()


if __name__ == "__main__":
    main(*sys.argv[1:])
