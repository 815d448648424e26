#!/usr/bin/env python3
"""Holds the index in a WACZ against the one that pywb makes of the same WARC files, line by line, and the files themselves against
the archive.

usage: same_index.py WACZ ARCHIVE   (in the environment of pywb)
"""

import io
import json
import sys
import zipfile
from pathlib import Path

from pywb.indexer.cdxindexer import write_multi_cdx_index

from report import check, finish


def by_pywb(archive):
    """What `cdx-indexer --cdxj --sort` prints."""
    printed = io.BytesIO()
    printed.close = lambda: None
    standard, sys.stdout = sys.stdout, io.TextIOWrapper(printed, encoding="utf-8")
    try:
        files = sorted(str(path) for path in Path(archive).glob("*.warc.gz"))
        write_multi_cdx_index("-", files, sort=True, cdxj=True)
        sys.stdout.flush()
    finally:
        sys.stdout = standard
    return printed.getvalue().decode("utf-8").splitlines()


def main(wacz, archive):
    with zipfile.ZipFile(wacz) as packed:
        ours = packed.read("indexes/index.cdxj").decode("utf-8").splitlines()
        stored = {
            info.filename: (info.compress_type, packed.read(info.filename))
            for info in packed.infolist()
            if info.filename.startswith("archive/")
        }
        pages = packed.read("pages/pages.jsonl").decode("utf-8").splitlines()
    theirs = by_pywb(archive)
    differ = [f"ours   {one}\n    theirs {other}" for one, other in zip(ours, theirs) if one != other]
    if len(ours) != len(theirs):
        differ.append(f"{len(ours)} lines of ours, {len(theirs)} of pywb")
    check(f"the index of the WACZ is the one that pywb makes, in {len(theirs)} lines", differ)
    wrong = []
    for path in Path(archive).glob("*.warc.gz"):
        method, body = stored.get(f"archive/{path.name}", (None, b""))
        if method != zipfile.ZIP_STORED or body != path.read_bytes():
            wrong.append(path.name)
    check("the archive lies in the WACZ as it is, uncompressed", wrong)
    addresses = {json.loads(line.split(" ", 2)[2])["url"] for line in ours}
    listed = [json.loads(line) for line in pages[1:]]
    wrong = [page["url"] for page in listed if page["url"] not in addresses or not page["title"]]
    if len(listed) < 10:
        wrong.append(f"only {len(listed)} pages")
    check(f"each of the {len(listed)} pages of the WACZ is in its index and has a title", wrong)
    finish()


if __name__ == "__main__":
    main(*sys.argv[1:])
