#!/usr/bin/env python3
"""Whether the repository of the Wagtail holds what it should, asked as the protocol says, without bron.

usage: repository_check.py PORT TEXTS
"""

import json
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import ProxyHandler, Request, build_opener

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "checks"))
from report import check, finish

OAI = "{http://www.openarchives.org/OAI/2.0/}"
TITLE = "{http://purl.org/dc/elements/1.1/}title"


def ask(port, **arguments):
    request = Request(f"http://127.0.0.1:{port}/oai/request?{urlencode(arguments)}", headers={"Host": "wagtail.test"})
    with build_opener(ProxyHandler({})).open(request, timeout=60) as answer:
        return ElementTree.fromstring(answer.read())


def records(port):
    """All records, the pages of the list one after another, and how many pages there were."""
    page, pages, found = ask(port, verb="ListRecords", metadataPrefix="oai_dc"), 1, []
    while True:
        found += page.findall(f".//{OAI}record")
        token = page.find(f".//{OAI}resumptionToken")
        if token is None or not token.text:
            return found, pages
        page, pages = ask(port, verb="ListRecords", resumptionToken=token.text), pages + 1


def wrong_records(texts, found):
    titles, deleted = [], []
    for record in found:
        header = record.find(f"{OAI}header")
        identifier = header.find(f"{OAI}identifier").text
        if header.get("status") == "deleted":
            deleted.append(identifier.rsplit(":", 1)[1])
        else:
            titles.append(record.find(f".//{TITLE}").text)
    if sorted(titles) != sorted(row["title"] for row in texts if row["state"] == "publish"):
        yield f"{len(titles)} records, not the texts that were published"
    if sorted(deleted) != sorted(row["slug"] for row in texts if row["state"] != "publish"):
        yield f"deleted: {deleted}"


def main(port, texts):
    texts = json.loads((Path(texts) / "texts.json").read_text(encoding="utf-8"))
    about = ask(port, verb="Identify")
    told = about.find(f".//{OAI}deletedRecord").text
    check("repository: it says that it remembers what was deleted", [] if told == "persistent" else [told])
    found, pages = records(port)
    check("repository: its records are the texts, and the unpublished are deleted", wrong_records(texts, found))
    check("repository: its list has several pages", [] if pages > 1 else [f"{pages} page"])
    error = ask(port, verb="ListRecords", metadataPrefix="marc21").find(f"{OAI}error")
    check("repository: another form is refused", [] if error.get("code") == "cannotDisseminateFormat" else [error.get("code")])
    finish()


if __name__ == "__main__":
    main(*sys.argv[1:])
