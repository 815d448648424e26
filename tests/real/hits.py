#!/usr/bin/env python3
"""Holds the hits of a run against what the site's own database answers to a query of ours.

usage: hits.py RUN SOURCE FOLDER TEXTS   (FOLDER: where `start` put the site; TEXTS: the folder of texts.py)
"""

import csv
import hashlib
import json
import sqlite3
import subprocess
import sys
from collections import defaultdict
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "checks"))
from report import check, finish

# WordPress drops these from what is typed; the texts of the review hold one of them ("ageing in place").
STOPWORDS = set(
    "about an are as at be by com for from how in is it of on or that the this to was what when where who will with www"
    .split()
)


def wordpress(folder, text):
    """The slugs that MariaDB finds: every word somewhere in title, excerpt or content of what is published."""
    words = [word for word in text.split() if word.lower() not in STOPWORDS]
    assert all(word.isalnum() for word in words), "the texts of the review need no escaping"
    every = " AND ".join(
        f"(post_title LIKE '%{word}%' OR post_excerpt LIKE '%{word}%' OR post_content LIKE '%{word}%')" for word in words
    )
    query = (
        "SELECT post_name FROM wp_posts WHERE post_status = 'publish' AND post_type IN ('publicatie', 'post') "
        f"AND {every}"
    )
    client = ["mariadb", "--no-defaults", "-S", f"{folder}/db.sock", "-N", "-B", "wordpress", "-e", query]
    return set(subprocess.run(client, capture_output=True, text=True, check=True).stdout.split())


def wagtail(folder, text):
    """The slugs that the index of SQLite finds, asked without Wagtail: every word in title or text."""
    query = """
        SELECT page.slug FROM wagtailsearch_indexentry_fts
        JOIN wagtailsearch_indexentry AS entry ON entry.id = wagtailsearch_indexentry_fts.rowid
        JOIN django_content_type AS kind ON kind.id = entry.content_type_id AND kind.model = 'publicatie'
        JOIN wagtailcore_page AS page ON page.id = CAST(entry.object_id AS INTEGER)
        WHERE page.live AND wagtailsearch_indexentry_fts MATCH ?
    """
    words = " AND ".join(f'{{title body}} : "{word}"' for word in text.split())
    with sqlite3.connect(f"file:{folder}/db.sqlite3?mode=ro", uri=True) as database:
        return {slug for (slug,) in database.execute(query, [words])}


def rows(run, name):
    with (Path(run) / name).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def slug_of(url):
    return unquote(urlsplit(url).path).rstrip("/").rsplit("/", 1)[-1]


def wrong_hits(queries, hits, database):
    for row in queries:
        there = database(row["text"])
        read = [slug_of(hit["url"]) for hit in hits[row["text"]]]
        if len(read) != len(set(read)):
            yield f"`{row['text']}`: a hit was read twice"
        if set(read) != there:
            yield f"`{row['text']}`: missed {sorted(there - set(read))}, not there {sorted(set(read) - there)}"
        status = "hits" if there else "none-reported"
        if row["status"] != status:
            yield f"`{row['text']}`: status {row['status']}, the database has {len(there)}: {row['note']}"
        if row["reported_total"] not in ("", str(len(there))):
            yield f"`{row['text']}`: reported {row['reported_total']}, the database has {len(there)}"


def plain(text):
    """WordPress sets a typewriter's apostrophe as a curly one."""
    return text.replace("’", "'")


def day_of(listed):
    """The day in Amsterdam; sites list an instant in UTC, or a date."""
    if not listed.endswith("Z"):
        return listed[:10]
    return str(datetime.fromisoformat(listed.replace("Z", "+00:00")).astimezone(ZoneInfo("Europe/Amsterdam")).date())


def wrong_listing(source, hits, texts):
    """Title, date and kind are those of the list that the site was loaded with; drafts are never listed."""
    for hit in (hit for some in hits.values() for hit in some):
        row = texts.get(slug_of(hit["url"]))
        if row is None:
            yield f"{hit['url']}: not among the texts"
            continue
        kind = row["kind"]
        if source == "wordpress":
            kind = "post" if kind == "Nieuws" else "publicatie"
        if plain(hit["title"]) != row["title"] or day_of(hit["date_as_listed"]) != row["date"]:
            yield f"{hit['url']}: listed as `{hit['title']}`, {hit['date_as_listed']}; loaded as {row['title']}, {row['date']}"
        if hit["kind_as_listed"].lower() != kind.lower():
            yield f"{hit['url']}: listed as {hit['kind_as_listed']}, loaded as {kind}"
        if row["state"] != "publish":
            yield f"{hit['url']}: a draft"


def wrong_files(run, source, texts, folder):
    """The bytes of every main document are those of the file that was uploaded."""
    slugs = {row["publication"]: slug_of(row["url"]) for row in rows(run, "3-retrieval/publications.csv") if row["source"] == source}
    uploaded = 0
    for row in rows(run, "3-retrieval/documents.csv"):
        text = texts.get(slugs.get(row["publication"]))
        if row["part"] != "main" or text is None:
            continue
        uploaded += 1
        file = Path(folder) / "files" / text["file"] if text["file"] else None
        if file is None or hashlib.sha256(file.read_bytes()).hexdigest() != row["sha256"]:
            yield f"{row['document']}: its bytes are not those of {file}"
    # Where both sites publish the same texts, all of one site's may have become one record with the other's.
    publications = rows(run, "3-retrieval/publications.csv")
    shared = any(source in row["sources"].split() and row["source"] != source for row in publications)
    if not uploaded and not shared:
        yield "no file at all was retrieved"


def wrong_inclusion(run, source):
    """The text that defines its term, cites a year and is about older people is in."""
    name = "omzien-naar-elkaar-in-zorgzame-buurten"
    mine = {
        row["publication"] for row in rows(run, "3-retrieval/publications.csv")
        if slug_of(row["url"]) == name and source in row["sources"].split()
    }
    told = [row for row in rows(run, "5-eligibility/outcomes.csv") if row["publication"] in mine and row["term"] == "zorgzame-buurten"]
    if [row["outcome"] for row in told] != ["included"]:
        yield f"{sorted(mine)}: {told}"


def main(run, source, folder, texts_folder):
    database = {"wordpress": wordpress, "wagtail": wagtail}[source]
    texts = {row["slug"]: row for row in json.loads((Path(texts_folder) / "texts.json").read_text(encoding="utf-8"))}
    queries = [row for row in rows(run, "1-search/queries.csv") if row["source"] == source]
    hits = defaultdict(list)
    for hit in rows(run, "1-search/hits.csv"):
        if hit["source"] == source:
            hits[hit["text"]].append(hit)
    print(f"{source}: {len(queries)} queries, {sum(map(len, hits.values()))} hits")
    check(f"{source}: all 19 texts were typed", [] if len(queries) == 19 else [f"{len(queries)} queries"])
    check(f"{source}: the hits are what the database holds", wrong_hits(queries, hits, lambda text: database(folder, text)))
    check(f"{source}: title, date and kind are listed as loaded", wrong_listing(source, hits, texts))
    check(f"{source}: files arrive as they were uploaded", wrong_files(run, source, texts, texts_folder))
    check(f"{source}: a text that defines its term is included", wrong_inclusion(run, source))
    finish()


if __name__ == "__main__":
    main(*sys.argv[1:])
