#!/usr/bin/env python3
"""The list of texts.py as a dump that MediaWiki imports. A wiki has no drafts, so what nobody published is left out.

usage: dump.py TEXTS
"""

import json
import sys
from pathlib import Path
from xml.sax.saxutils import escape

PAGE = """<page><title>{title}</title><ns>0</ns><id>{id}</id><revision><id>{id}</id><timestamp>{date}T08:00:00Z</timestamp>
<contributor><username>Beheer</username></contributor><model>wikitext</model><format>text/x-wiki</format>
<text xml:space="preserve">{text}</text></revision></page>"""


def name(row):
    """What it is called in the wiki: news has a part of its own, and some signs may not stand in a name."""
    title = "".join(" " if sign in "#<>[]|{}_" else sign for sign in row["title"])
    return ("Nieuws:" if row["kind"] == "Nieuws" else "") + " ".join(title.split())


def main(texts):
    rows = json.loads((Path(texts) / "texts.json").read_text(encoding="utf-8"))
    print('<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/" version="0.11" xml:lang="nl">')
    for number, row in enumerate((row for row in rows if row["state"] == "publish"), 100):
        text = "\n\n".join(f"<nowiki>{text.replace('<', '(')}</nowiki>" for text in row["paragraphs"])
        clean = "".join(sign for sign in text if sign >= " " or sign in "\n\t")
        print(PAGE.format(title=escape(name(row)), id=number, date=row["date"], text=escape(clean)))
    print("</mediawiki>")


if __name__ == "__main__":
    main(sys.argv[1])
