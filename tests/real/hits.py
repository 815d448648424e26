#!/usr/bin/env python3
"""Holds the hits of a run against what the site's own database answers to a query of ours.

usage: hits.py RUN SOURCE FOLDER TEXTS [search|hits]   (FOLDER: where `start` put the site; TEXTS: the folder of texts.py;
       `search`: the run ends after the search, so there are no files and no outcomes to look at; `hits`: nor do title, date and kind matter)
"""

import csv
import hashlib
import json
import re
import sqlite3
import subprocess
import sys
from collections import Counter, defaultdict
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "checks"), str(HERE / "mediawiki")]
import dump
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


def mediawiki(folder, text):
    """The names of pages of which the wiki's index holds every word, in the title or in the text."""
    wanted = set(text.split())
    words = lambda indexed: set(re.findall(r"\w+", indexed.lower()))
    query = "SELECT page_title, si_title, si_text FROM searchindex JOIN page ON page_id = searchindex.rowid WHERE page_namespace = 0"
    with sqlite3.connect(f"file:{folder}/data/wiki.sqlite?mode=ro", uri=True) as database:
        return {name for name, *parts in database.execute(query) if any(wanted <= words(part) for part in parts)}


# What each source's own database is asked. Two of them are other dresses of the same Wagtail.
DATABASES = {
    "wordpress": wordpress, "wagtail": wagtail, "drupal": wagtail, "overheid": wagtail, "kenniswiki": mediawiki,
    "mediawiki": mediawiki,
}
WIKIS = ("kenniswiki", "mediawiki")
MONTHS = "jan feb mrt apr mei jun jul aug sep okt nov dec".split()


def rows(run, name):
    with (Path(run) / name).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def slug_of(url):
    return unquote(urlsplit(url).path).rstrip("/").rsplit("/", 1)[-1]


def name_of(source, row):
    """The last part of the address that a text has at that source."""
    return dump.name(row).replace(" ", "_") if source in WIKIS else row["slug"]


def listed_as(source, row):
    """The title and the kind by which that source lists a text."""
    is_news = row["kind"] == "Nieuws"
    if source == "kenniswiki":
        return dump.name(row), "nieuws" if is_news else "artikel"
    if source == "wordpress":
        return row["title"], "post" if is_news else "publicatie"
    return row["title"], row["kind"]


def wrong_hits(source, queries, hits, database):
    for row in queries:
        there = database(row["text"])
        read = [slug_of(hit["url"]) for hit in hits[row["text"]]]
        # A wiki lists apart what it finds by title and by text.
        if any(count > (2 if source in WIKIS else 1) for count in Counter(read).values()):
            yield f"`{row['text']}`: a hit was read twice"
        if set(read) != there:
            yield f"`{row['text']}`: missed {sorted(there - set(read))}, not there {sorted(set(read) - there)}"
        status = "hits" if there else "none-reported"
        if row["status"] != status:
            yield f"`{row['text']}`: status {row['status']}, the database has {len(there)}: {row['note']}"
        totals = {"", str(len(there))} | ({str(len(read))} if source in WIKIS else set())
        if row["reported_total"] not in totals:
            yield f"`{row['text']}`: reported {row['reported_total']}, the database has {len(there)}"


def plain(text):
    """WordPress sets a typewriter's apostrophe as a curly one."""
    return text.replace("’", "'")


def day_of(listed):
    """The day in Amsterdam; sites list an instant in UTC, or a date in one of several forms."""
    if listed.endswith("Z"):
        instant = datetime.fromisoformat(listed.replace("Z", "+00:00"))
        return str(instant.astimezone(ZoneInfo("Europe/Amsterdam")).date())
    if found := re.fullmatch(r"(\d\d)-(\d\d)-(\d{4})", listed):
        return f"{found[3]}-{found[2]}-{found[1]}"
    if found := re.fullmatch(r"(\d+) (\w+) (\d{4})", listed):
        return f"{found[3]}-{MONTHS.index(found[2]) + 1:02}-{int(found[1]):02}"
    return listed[:10]


def wrong_listing(source, hits, texts):
    """Title, date and kind are those of the list that the site was loaded with; drafts are never listed."""
    for hit in (hit for some in hits.values() for hit in some):
        row = texts.get(slug_of(hit["url"]))
        if row is None:
            yield f"{hit['url']}: not among the texts"
            continue
        title, kind = listed_as(source, row)
        if plain(hit["title"]) != title or day_of(hit["date_as_listed"]) != row["date"]:
            yield f"{hit['url']}: listed as `{hit['title']}`, {hit['date_as_listed']}; loaded as {title}, {row['date']}"
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


def wrong_inclusion(run, source, texts):
    """The text that defines its term, cites a year and is about older people is in."""
    names = {name for name, row in texts.items() if row["slug"] == "omzien-naar-elkaar-in-zorgzame-buurten"}
    mine = {
        row["publication"] for row in rows(run, "3-retrieval/publications.csv")
        if slug_of(row["url"]) in names and source in row["sources"].split()
    }
    told = [row for row in rows(run, "5-eligibility/outcomes.csv") if row["publication"] in mine and row["term"] == "zorgzame-buurten"]
    if [row["outcome"] for row in told] != ["included"]:
        yield f"{sorted(mine)}: {told}"


def main(run, source, folder, texts_folder, until=None):
    database = DATABASES[source]
    loaded = json.loads((Path(texts_folder) / "texts.json").read_text(encoding="utf-8"))
    texts = {name_of(source, row): row for row in loaded}
    queries = [row for row in rows(run, "1-search/queries.csv") if row["source"] == source]
    hits = defaultdict(list)
    for hit in rows(run, "1-search/hits.csv"):
        if hit["source"] == source:
            hits[hit["text"]].append(hit)
    print(f"{source}: {len(queries)} queries, {sum(map(len, hits.values()))} hits")
    check(f"{source}: all 19 texts were typed", [] if len(queries) == 19 else [f"{len(queries)} queries"])
    check(f"{source}: the hits are what the database holds", wrong_hits(source, queries, hits, lambda text: database(folder, text)))
    if until == "hits":
        finish()
    check(f"{source}: title, date and kind are listed as loaded", wrong_listing(source, hits, texts))
    if until != "search":
        if source != "kenniswiki":
            check(f"{source}: files arrive as they were uploaded", wrong_files(run, source, texts, texts_folder))
        check(f"{source}: a text that defines its term is included", wrong_inclusion(run, source, texts))
    finish()


if __name__ == "__main__":
    main(*sys.argv[1:])
