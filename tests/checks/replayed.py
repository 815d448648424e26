#!/usr/bin/env python3
"""Holds what pywb serves from an archive against the records that were put into it.

usage: replayed.py ARCHIVE WAYBACK   (WAYBACK: the address of pywb's collection)
"""

import sys
import urllib.error
import urllib.request
import zlib

from report import check, finish
from warc import exchanges


def some_of_each_kind(folder):
    """The first three whole answers of every media type, each the only one with its address."""
    by_url = {}
    for one in exchanges(folder):
        by_url.setdefault(one.url, []).append(one)
    chosen = {}
    for url, all_of_it in by_url.items():
        one = all_of_it[0]
        if len(all_of_it) == 1 and one.status == 200 and one.method == "GET" and not one.cut:
            kind = one.headers.get("content-type", "").split(";")[0]
            if len(chosen.setdefault(kind, [])) < 3:
                chosen[kind].append(one)
    return chosen


def served(wayback, one):
    """The bytes by pywb, content coding undone; `id_` asks for the original, without pywb's own banner."""
    stamp = "".join(c for c in one.date if c.isdigit())[:14]
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(f"{wayback}/{stamp}id_/{one.url}", timeout=60) as answer:
        body = answer.read()
        if answer.headers.get("Content-Encoding", "").lower() == "gzip":
            return zlib.decompress(body, wbits=31)
        return body


def wrong(wayback, records):
    for one in records:
        try:
            body = served(wayback, one)
        except urllib.error.URLError as error:
            yield f"{one.url}: {error}"
            continue
        if body != one.decoded:
            yield f"{one.url}: {len(body)} bytes served, {len(one.decoded)} stored"


def main(folder, wayback):
    chosen = some_of_each_kind(folder)
    check("the archive holds pages, files and JSON to replay", [] if len(chosen) >= 3 else [f"only {sorted(chosen)}"])
    for kind, records in sorted(chosen.items()):
        check(f"pywb replays {len(records)} of {kind or 'no type'} byte for byte", wrong(wayback, records))
    finish()


if __name__ == "__main__":
    main(*sys.argv[1:])
