#!/usr/bin/env python3
"""Makes the PDFs of the imitated knowledge bases from the texts in `data/`, and those that are different in `data-later/`.

    pip install reportlab && python3 make_pdfs.py

The same texts give the same bytes with the same version of reportlab (5.1.0): dates come from the texts, ids from
the content, and only the standard fonts are used, which are not in the files. Nothing here runs when bron runs.

Keys below a line `=== <name>.pdf`:
  place    place and date as printed on the title page ("Utrecht, mei 2018")
  org      who publishes it, as printed
  created  the date in the PDF's own information
  creator  what the PDF says that it was made with
  style    plain (default), two-columns, scan (pictures only), partly (some pages are pictures), broken
  front    yes: a title page and a colophon numbered i and ii, the text from 1
  labels   yes: the printed numbers are in the file too (/PageLabels)
"""

import os
import random
import re
import time
from calendar import timegm
from pathlib import Path

from PIL import Image, ImageDraw
from reportlab import rl_config
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

HERE = Path(__file__).parent
WIDTH, HEIGHT = 420, 595
MARGIN, TOP, BOTTOM = 48, HEIGHT - 62, 56
# Where long words may be broken at the end of a line.
BREAKS = """samen-levings-opbouw samen-redzaam-heid gemeen-schap-pen gemeen-schap vrij-willi-gers voor-zie-nin-gen
beroeps-krach-ten organi-sa-ties zelf-standig omge-ving ver-trouwde woning-corpo-ratie begane ver-eni-gings-leven
ont-moe-tings-plek wijk-ver-ple-ging wijk-ver-pleeg-kun-digen ge-meen-ten be-wo-ners ver-eni-ging bui-ten
lees-baar aan-slui-ten hoog-uit her-kenning onder-steu-ning mogelijk-heden ver-die-ping ver-hui-zen begin-nen
be-stuur-ders zorg-zame ouder-en-zorg gemid-delde in-woners in-komen ge-lijk-vloerse buurt-ver-eni-ging
archief over-eind tegen-slag mo-ge-lijk trap-pen-hui-zen naoor-logse loop-af-stand tech-nisch op-los-sing
verdie-ping ergo-the-ra-peut sys-teem nieuw-ko-mers be-sluit wet-hou-ders""".split()
SYLLABLES = {word.replace("-", ""): word.split("-") for word in BREAKS}


def main():
    for folder in ("data", "data-later"):
        out = HERE / folder / "pdf"
        out.mkdir(exist_ok=True)
        for old in out.glob("*.pdf"):
            old.unlink()
    for path in sorted(HERE.glob("data/*/*.txt")):
        head, files = publication(path)
        for name, (keys, blocks) in files.items():
            make_where_there(HERE / "data" / "pdf" / name, head, keys, blocks)
    for path in sorted(HERE.glob("data-later/*/*.txt")):
        head, files = publication(path)
        first = HERE / "data" / path.parent.name / path.name
        first_head, first_files = publication(first) if first.exists() else ({}, {})
        for name, (keys, blocks) in files.items():
            first_keys, first_blocks = first_files.get(name, ({}, []))
            make_where_there(
                HERE / "data-later" / "pdf" / name, first_head | head, first_keys | keys, blocks or first_blocks
            )


def publication(path):
    """Its head, and keys and text of each of its files by name."""
    first, *parts = re.split(r"^=== ", path.read_text(encoding="utf-8"), flags=re.M)
    named = (part.split("\n", 1) for part in parts)
    return head_and_text(first)[0], {name.strip(): head_and_text(rest) for name, rest in named}


def make_where_there(path, head, keys, blocks):
    if keys.get("status", "200") == "200" and (blocks or "style" in keys):
        make(path, head, keys, blocks)


def head_and_text(part):
    """The same reading as in `src/publication.rs`."""
    head, _, text = ("\n" + part).partition("\n---")
    keys = dict(line.split(":", 1) for line in head.splitlines() if line.strip())
    blocks = [" ".join(block.split()) for block in text.split("\n\n")]
    return {key.strip(): value.strip() for key, value in keys.items()}, [block for block in blocks if block]


def make(path, head, keys, blocks):
    style = keys.get("style", "plain")
    if style == "broken":
        noise = random.Random(path.name)
        path.write_bytes(b"%PDF-1.4\n%" + bytes(noise.randrange(128, 256) for _ in range(2000)))
        return
    canvas = new_canvas(path, head, keys)
    if style == "scan":
        for number in range(3):
            picture_of_a_page(canvas, f"{path.name} {number}")
    else:
        Report(canvas, head, keys, style).draw(blocks)
    canvas.save()


def new_canvas(path, head, keys):
    """A canvas whose dates and ids come from the texts."""
    created = keys.get("created", "2018-01-01")
    os.environ["SOURCE_DATE_EPOCH"] = str(timegm(time.strptime(created + " 09", "%Y-%m-%d %H")))
    rl_config.invariant = 1
    canvas = Canvas(str(path), pagesize=(WIDTH, HEIGHT), invariant=1, pageCompression=1)
    canvas.setTitle(head["title"])
    canvas.setAuthor(head.get("authors", "").replace(";", ","))
    canvas.setSubject("")
    canvas.setCreator(keys.get("creator", "make_pdfs.py"))
    return canvas


def picture_of_a_page(canvas, seed):
    """Grey bars where a scan has lines of text."""
    noise = random.Random(seed)
    picture = Image.new("1", (WIDTH, HEIGHT), 1)
    draw = ImageDraw.Draw(picture)
    for y in range(70, HEIGHT - 70, 14):
        x = 50
        while x < WIDTH - 60:
            length = noise.randrange(8, 46)
            draw.rectangle((x, y, min(x + length, WIDTH - 50), y + 5), fill=0)
            x += length + 5
    canvas.drawImage(ImageReader(picture), 0, 0, WIDTH, HEIGHT)
    canvas.showPage()


class Report:
    """Lays out title page, front matter and text, with running heads and printed page numbers."""

    def __init__(self, canvas, head, keys, style):
        self.canvas, self.head, self.keys, self.style = canvas, head, keys, style
        self.front = keys.get("front") == "yes"
        self.size = 9 if style == "two-columns" else 10
        self.columns = 2 if style == "two-columns" else 1
        gap = 18
        self.measure = (WIDTH - 2 * MARGIN - gap * (self.columns - 1)) / self.columns
        self.lefts = [MARGIN + number * (self.measure + gap) for number in range(self.columns)]
        self.page, self.column, self.y = 0, 0, TOP

    def draw(self, blocks):
        self.title_page()
        if self.front:
            self.colophon()
        self.first_number = 1 if self.front else 2
        self.shown = self.first_number
        if self.keys.get("labels") == "yes":
            if self.front:
                self.canvas.addPageLabel(0, style="ROMAN_LOWER", start=1)
                self.canvas.addPageLabel(2, style="ARABIC", start=1)
            else:
                self.canvas.addPageLabel(0, style="ARABIC", start=1)
        self.begin_page()
        for number, block in enumerate(blocks):
            if block.startswith("## "):
                if number and (self.style == "partly" or self.y < BOTTOM + 90):
                    self.next_page()
                self.heading(block[3:])
            else:
                self.paragraph(block)
        self.end_page()

    def title_page(self):
        canvas = self.canvas
        y = HEIGHT - 170
        for line in broken(self.head["title"], "Helvetica-Bold", 20, WIDTH - 2 * MARGIN):
            canvas.setFont("Helvetica-Bold", 20)
            canvas.drawString(MARGIN, y, line)
            y -= 26
        canvas.setFont("Helvetica", 12)
        if self.head.get("authors"):
            canvas.drawString(MARGIN, y - 14, self.head["authors"].replace(";", ","))
        if self.keys.get("org"):
            canvas.drawString(MARGIN, 110, self.keys["org"])
        if self.keys.get("place"):
            canvas.drawString(MARGIN, 92, self.keys["place"])
        canvas.showPage()
        self.page += 1

    def colophon(self):
        canvas = self.canvas
        canvas.setFont("Helvetica", 9)
        lines = ["Colofon", self.head["title"], f"Uitgave: {self.keys.get('org', '')}", self.keys.get("place", "")]
        for number, line in enumerate(lines):
            canvas.drawString(MARGIN, 200 - 14 * number, line)
        canvas.drawCentredString(WIDTH / 2, 30, "ii")
        canvas.showPage()
        self.page += 1

    def begin_page(self):
        self.column, self.y = 0, TOP
        canvas = self.canvas
        canvas.setFont("Helvetica-Oblique", 8)
        canvas.drawString(MARGIN, HEIGHT - 36, self.head["title"].split(":")[0])
        canvas.drawCentredString(WIDTH / 2, 30, str(self.shown))

    def end_page(self):
        self.canvas.showPage()
        self.page += 1
        self.shown += 1

    def next_page(self):
        self.end_page()
        if self.style == "partly":
            # The page after each part is a picture.
            if self.page in (2, 4):
                picture_of_a_page(self.canvas, f"{self.head['title']} {self.page}")
                self.page += 1
                self.shown += 1
        self.begin_page()

    def room_for(self, height):
        if self.y - height >= BOTTOM:
            return
        if self.column + 1 < self.columns:
            self.column, self.y = self.column + 1, TOP
        else:
            self.next_page()

    def heading(self, text):
        for line in broken(text, "Helvetica-Bold", self.size + 2, self.measure):
            self.room_for(34)
            self.y -= 18
            self.canvas.setFont("Helvetica-Bold", self.size + 2)
            self.canvas.drawString(self.lefts[self.column], self.y, line)
        self.y -= 6

    def paragraph(self, text):
        for line in broken(text, "Times-Roman", self.size, self.measure):
            self.room_for(self.size + 4)
            self.y -= self.size + 4
            self.canvas.setFont("Times-Roman", self.size)
            self.canvas.drawString(self.lefts[self.column], self.y, line)
        self.y -= 8


def broken(text, font, size, measure):
    """Lines no wider than `measure`; a word of the list is broken with a hyphen where that fills the line."""
    lines, line = [], ""
    for word in text.split(" "):
        longer = f"{line} {word}".strip()
        if stringWidth(longer, font, size) <= measure:
            line = longer
            continue
        begin, rest = split(word, lambda piece: stringWidth(f"{line} {piece}-".strip(), font, size) <= measure)
        if begin:
            line = f"{line} {begin}-".strip()
        lines.append(line)
        line = rest
    return lines + [line]


def split(word, fits):
    bare = word.strip("().,:;‘’")
    pieces = SYLLABLES.get(bare.lower())
    if not pieces:
        return "", word
    lead = word.index(bare)
    at = len(word[:lead])
    places = []
    for piece in pieces[:-1]:
        at += len(piece)
        places.append(at)
    for place in reversed(places):
        if fits(word[:place]):
            return word[:place], word[place:]
    return "", word


if __name__ == "__main__":
    main()
