#!/usr/bin/env python3
"""What both real sites publish: one list, made once, so that their answers can be compared.

usage: texts.py OUT   (writes OUT/texts.json and OUT/files/)

The texts and PDFs are those of the corpus (`$BRON_SHARED/corpus`, else `../shared/corpus` beside the checkout). Where
that folder is absent they are made up here, and a line says so.
"""

import json
import os
import re
import shutil
import sys
import unicodedata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
YEAR = re.compile(r"(?<!\d)(19[5-9]\d|20[0-2]\d)")
# The page beside a PDF mentions every term, so that the search box returns it and the PDF itself has to decide.
BESIDE = (
    "Bij dit document hoort een bestand. Trefwoorden: ageing in place, community building, community care, "
    "community development, community organizing, samenlevingsopbouw, samenredzaamheid, samenzorg, "
    "vitale buurten, wijken, gemeenschappen en samenleving, zorgzame buurten."
)
# Each is found by a term, and each must stay out for another reason: its kind, or that nobody published it.
NEWS = [
    ("Bijeenkomst over zorgzame buurten", "Op dinsdag is er een bijeenkomst over zorgzame buurten. Aanmelden kan."),
    ("Prijs voor vitale wijken", "De prijs voor vitale wijken is uitgereikt in Zwolle."),
    ("Cursus community building", "In zes avonden leer je community building. De cursus begint in maart."),
    ("Nieuwe wethouder noemt samenredzaamheid", "De wethouder noemde samenredzaamheid in haar eerste toespraak."),
    ("Samenlevingsopbouw zoekt collega's", "Het team samenlevingsopbouw zoekt twee collega's voor drie dagen."),
]
# The first minute of a year in Amsterdam is still the year before in UTC; and a title with letters beyond ASCII.
NEW_YEAR = (
    "Samenredzaamheid in coöperaties in Súdwest-Fryslân",
    ["Samenredzaamheid is het vermogen van de leden van een coöperatie om elkaar te helpen (2006)."],
)
# What must be in at the end: it says what the term is, is about older people, and cites a year.
DEFINED = (
    "Omzien naar elkaar in zorgzame buurten",
    [
        "Een zorgzame buurt is een buurt waarin ouderen, buren en zorgverleners naar elkaar omzien.",
        "In 2021 en 2022 spraken wij met ouderen die thuis wonen en met hun wijkverpleegkundigen (CBS, 2022).",
    ],
)
DRAFTS = [
    ("Concept over zorgzame buurten", "Een zorgzame buurt is een buurt waarin bewoners elkaar helpen. Nog niet af."),
    ("Concept over samenredzaamheid", "Samenredzaamheid is het vermogen om elkaar te helpen. Nog niet af."),
]


def corpus_folder():
    for folder in (os.environ.get("BRON_SHARED"), ROOT.parent / "shared"):
        if folder and (Path(folder) / "corpus" / "texts").is_dir():
            return Path(folder) / "corpus"
    return None


def slug(name):
    plain = unicodedata.normalize("NFD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def title(name):
    return re.sub(r"[\s_-]+", " ", name).strip().capitalize()


def publication(name, paragraphs, kind="Rapport", file=None, day=None, state="publish", time="09:00:00"):
    year = YEAR.search(name)
    day = day or f"{year.group(1) if year else 2020}-03-15"
    return {
        "slug": slug(name), "title": title(name), "kind": kind, "date": day, "time": time, "state": state,
        "paragraphs": paragraphs, "file": file,
    }


def paragraphs(text):
    blocks = re.split(r"\n\s*\n", text.replace("\r", "").replace("\f", "\n\n"))
    return [block.strip() for block in blocks if block.strip()]


def from_corpus(corpus, out):
    rows, files = {}, {}
    for path in sorted((corpus / "pdf").rglob("*.pdf")):
        name = f"{slug(path.stem)}.pdf"
        shutil.copy(path, out / "files" / name)
        files[path.stem] = name
    for path in sorted((corpus / "texts").glob("*.txt")):
        kind = "Artikel" if "amsterdam" in path.stem else "Rapport"
        text = path.read_text(encoding="utf-8", errors="replace")
        rows[path.stem] = publication(path.stem, paragraphs(text), kind)
    for stem, name in files.items():
        if stem in rows:
            rows[stem]["file"] = name
        else:
            rows[stem] = publication(stem, [BESIDE], file=name)
    return list(rows.values())


# --- made up -----------------------------------------------------------------------------------------------------

MADE_UP = [
    ("Zorgzame buurten", "Een zorgzame buurt is een buurt waarin bewoners naar elkaar omzien en hulp dichtbij is."),
    ("Vitale wijken", "Onder een vitale wijk verstaan wij een wijk waarin bewoners zelf bepalen wat nodig is."),
    ("Samenredzaamheid", "Samenredzaamheid is het vermogen van mensen om elkaar in het dagelijks leven te helpen."),
    ("Samenlevingsopbouw", "Samenlevingsopbouw omvat het werk waarmee bewoners hun leefomgeving samen verbeteren."),
    ("Community building", "Met community building bedoelen wij het bouwen aan netwerken tussen bewoners."),
    ("Community care", "Community care betekent dat zorg in de eigen buurt wordt gegeven door wie er wonen."),
    ("Community development", "Bij community development staat de ontwikkeling van de gemeenschap centraal."),
    ("Community organizing", "Community organizing is het verenigen van bewoners rond een gedeeld belang."),
    ("Ageing in place", "Ageing in place is het zo lang mogelijk wonen in de eigen vertrouwde omgeving."),
    ("Vitale zorgzame gemeenschappen", "De vitale zorgzame gemeenschappen in dit rapport liggen verspreid over het land."),
]


def made_up(out):
    rows = []
    for at in range(30):
        term, says = MADE_UP[at % len(MADE_UP)]
        year = 2004 + (at * 7) % 23
        text = [
            f"Dit verslag uit {year} gaat over {term.lower()} en de zorg voor ouderen die thuis wonen.",
            says if at % 3 else f"In de gemeente wordt vaak over {term.lower()} gesproken.",
            "Wij spraken met bewoners, wijkverpleegkundigen en vrijwilligers in drie dorpen en twee steden.",
        ]
        name = f"{term} verslag {at + 1} {year}"
        file = None
        if at % 3 == 1:
            file = f"{slug(name)}.pdf"
            (out / "files" / file).write_bytes(pdf([[name] + text, ["Bijlage", f"Afgesloten in {year}."]]))
        rows.append(publication(name, [BESIDE] if file else text, file=file))
    return rows


def pdf(pages):
    """A small PDF 1.4 of these pages, each a list of paragraphs, with printed labels from 3 on."""
    objects = [b"", b"", b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"]
    kids = []
    for lines in pages:
        shown = [piece for line in lines for piece in wrapped(line, 80) + [""]]
        text = b"BT /F1 11 Tf 14 TL 60 780 Td " + b" ".join(b"(" + escaped(piece) + b") Tj T*" for piece in shown) + b" ET"
        objects.append(b"<< /Length %d >>\nstream\n" % len(text) + text + b"\nendstream")
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[0] = b"<< /Type /Catalog /Pages 2 0 R /PageLabels << /Nums [0 << /S /D /St 3 >>] >> >>"
    objects[1] = b"<< /Type /Pages /Count %d /Kids [" % len(kids) + b" ".join(kids) + b"] >>"
    file, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(file))
        file += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    return file + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + (
        b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(file))
    )


def wrapped(line, width):
    pieces = [""]
    for word in line.split():
        if len(pieces[-1]) + len(word) >= width:
            pieces.append("")
        pieces[-1] = f"{pieces[-1]} {word}".strip()
    return pieces


def escaped(text):
    return re.sub(rb"([()\\])", rb"\\\1", text.encode("cp1252", "replace"))


def main(out):
    out = Path(out)
    (out / "files").mkdir(parents=True)
    corpus = corpus_folder()
    if corpus:
        rows = from_corpus(corpus, out)
    else:
        print("skipped: the real servers publish the texts of the corpus: it is absent, made-up texts instead")
        rows = made_up(out)
    rows.append(publication(*DEFINED, day="2023-04-11"))
    rows.append(publication(*NEW_YEAR, day="2007-01-01", time="00:01:00"))
    rows += [publication(name, [text], kind="Nieuws", day=f"2022-0{at + 1}-10") for at, (name, text) in enumerate(NEWS)]
    rows += [publication(name, [text], state="draft") for name, text in DRAFTS]
    (out / "texts.json").write_text(json.dumps(rows, ensure_ascii=False, indent=1), encoding="utf-8")
    files = sum(1 for row in rows if row["file"])
    print(f"{len(rows)} texts, {files} of them with a PDF", file=sys.stderr)


if __name__ == "__main__":
    main(sys.argv[1])
