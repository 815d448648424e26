"""What `bron export` wrote, as other programs read it. `exports.py WHAT FILE...`; ends with 1 and says why where something differs.

Only the standard library is imported here; rispy, asreview and lxml where they are asked for.
"""

import csv
import io
import re
import subprocess
import sys
import xml.etree.ElementTree as tree
import zipfile
from pathlib import Path

csv.field_size_limit(10**9)


def table(path, delimiter=","):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


def line(text):
    return " ".join(text.split())


def formulas(*places):
    for place in map(Path, places):
        for path in sorted(place.rglob("*.csv")) if place.is_dir() else [place]:
            with open(path, encoding="utf-8", newline="") as file:
                for number, row in enumerate(csv.reader(file), 1):
                    for cell in row:
                        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r")), f"{path}:{number}: {cell}"


def hostile(run, *tables):
    """Titles that a spreadsheet would carry out are all there, and none is carried out."""
    titles = [row["title"] for row in table(f"{run}/1-search/publications.csv")]
    assert any(title.startswith("=") for title in titles), titles
    for path in tables:
        assert sorted(row["title"].removeprefix("'") for row in table(path)) == sorted(titles), path
    formulas(*tables)


def rispy(run, included, assessed, labelled):
    import rispy as reader

    def load(path):
        with open(path, encoding="utf-8") as file:
            return reader.load(file)

    known = {row["publication"]: row for row in table(f"{run}/3-retrieval/publications.csv")}
    flow = {(row["box_name"], row["reason"]): int(row["n"]) for row in table(f"{run}/6-synthesis/flow.csv") if row["source"] == "total" and row["unit"] == "publications"}
    # What is in on routes that Table 1 does not count is in no box of the flow, and among the references.
    counted = {row["publication"] for row in table(f"{run}/5-eligibility/outcomes.csv")}
    others = [row for row in table(f"{run}/5-eligibility/other-routes.csv") if row["via"] not in ("text", "known-item")]
    elsewhere = {row["publication"] for row in others if row["outcome"] == "included"} - counted
    assert elsewhere, "the demo has nothing that is in on another route only"
    for path, count in ((included, flow["included", ""] + len(elsewhere)), (assessed, flow["assessed", ""]), (labelled, flow["assessed", ""])):
        records = load(path)
        assert len(records) == count, f"{path}: {len(records)} records, {count} expected"
        for record in records:
            row = known[record["id"]]
            assert record["title"] == line(row["title"]) or not row["title"], record
            assert row["url"] in record.get("urls", []) or ".files.bron.invalid" in row["url"], record
            assert record["accession_number"] == record["id"] and record["custom1"] == record["id"], record
            assert f"record_id: {record['id']}" in record["notes"], record
            authors = [line(name) for name in row["authors"].split(";") if name.strip()]
            # Persons come with their family name first; the words are the same.
            words = [sorted(name.replace(",", "").split()) for name in authors]
            assert [sorted(name.replace(",", "").split()) for name in record.get("authors", [])] == words, (record, authors)
            assert "unknown_tag" not in record, record["unknown_tag"]


def asreview(as_csv, as_ris):
    import math

    from asreview.data.loader import load_records

    expected = [row["included"] for row in table(as_csv)]
    titles = [row["title"] for row in table(as_csv)]
    assert set(expected) >= {"0", "1"}, set(expected)
    for path in (as_csv, as_ris):
        records = load_records(path, dataset_id="bron")
        assert len(records) == len(expected), f"{path}: {len(records)} of {len(expected)}"

        def label(record):
            value = record.included
            return "" if value is None or (isinstance(value, float) and math.isnan(value)) else str(int(value))

        assert [label(record) for record in records] == expected, path
        plain = [title.removeprefix("'") for title in titles]
        assert [record.title.removeprefix("'") for record in records] == plain, path
        assert all(record.abstract or record.title for record in records), path


def refi(schemas, *files):
    from lxml import etree

    project = etree.XMLSchema(etree.parse(f"{schemas}/refi-qda-Project.xsd"))
    codebook = etree.XMLSchema(etree.parse(f"{schemas}/refi-qda-Codebook.xsd"))
    for path in files:
        if path.endswith(".qdc"):
            schema, document = codebook, etree.parse(path)
        else:
            with zipfile.ZipFile(path) as archive:
                assert archive.testzip() is None
                schema, document = project, etree.parse(io.BytesIO(archive.read("project.qde")))
                sources = {name for name in archive.namelist() if name.startswith("sources/")}
                named = {f"sources/{element.get('plainTextPath').removeprefix('internal://')}" for element in document.iter("{*}TextSource")}
                assert sources == named, sources ^ named
        schema.assertValid(document)
        # The schema must be able to refuse.
        broken = next(document.iter("{*}Code"))
        broken.set("guid", "x")
        assert not schema.validate(document), path


MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def cells(path):
    """The texts and numbers of every sheet, and no formula among them."""
    with zipfile.ZipFile(path) as book:
        strings = []
        if "xl/sharedStrings.xml" in book.namelist():
            items = tree.fromstring(book.read("xl/sharedStrings.xml"))
            strings = ["".join(text.text or "" for text in item.iter(MAIN + "t")) for item in items]
        sheets = sorted((name for name in book.namelist() if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name)), key=lambda name: int(re.sub(r"\D", "", name)))
        found = {}
        for number, name in enumerate(sheets):
            for cell in tree.fromstring(book.read(name)).iter(MAIN + "c"):
                assert cell.find(MAIN + "f") is None, f"{name} {cell.get('r')} is a formula"
                value = cell.find(MAIN + "v")
                if value is not None:
                    is_text = cell.get("t") == "s"
                    found[number, cell.get("r")] = strings[int(value.text)] if is_text else float(value.text)
        return found


def workbook(written, saved):
    before, after = cells(written), cells(saved)
    assert len(before) > 1000, len(before)
    differ = [(place, before.get(place), after.get(place)) for place in before.keys() | after.keys() if before.get(place) != after.get(place)]
    assert not differ, differ[:3]


def word(run, path):
    w = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    with zipfile.ZipFile(path) as book:
        document = tree.fromstring(book.read("word/document.xml"))
    paragraphs = {line("".join(text.text or "" for text in paragraph.iter(w + "t"))) for paragraph in document.iter(w + "p")}
    rows = table(f"{run}/6-synthesis/worktable.csv")
    assert rows
    for row in rows:
        assert line(row["quote"]) in paragraphs, row["quote"]
        assert line(row["term"]) in paragraphs, row["term"]


def other_count(path):
    """How many records rispy, or Python's own csv, finds in a list."""
    if path.endswith(".csv"):
        return len(table(path))
    import rispy as reader

    with open(path, encoding="utf-8-sig") as file:
        return len(reader.load(file, skip_unknown_tags=True))


def source_of(study, source, name, via):
    """A source that is a folder with a list, and a pipeline with nothing else."""
    (study / "config" / "sources" / f"{source}.toml").write_text(
        f'id = "{source}"\nname = "{name}"\ngroup = "wetenschap"\npublisher = ""\narm = "other"\nplatform = "files"\n\n'
        f'[files]\nfolder = "input/{source}"\nlist = "{name}"\nvia = "{via}"\n',
        encoding="utf-8",
    )
    text = (study / "pipelines" / "ouderen-vervolg.toml").read_text(encoding="utf-8")
    text = re.sub(r'(?m)^name = ".*"', f'name = "{source}"', text, count=1)
    text = re.sub(r"(?ms)^sources = \[.*?\]", f'sources = ["config/sources/{source}.toml"]', text, count=1)
    text = re.sub(r"(?m)^#? ?contact = .*", 'contact = "test@example.org"', text, count=1)
    (study / "pipelines" / f"{source}.toml").write_text(text, encoding="utf-8")


def study_of_hostile(study):
    study = Path(study)
    place = study / "input" / "vijandig"
    place.mkdir(parents=True)
    titles = ['=HYPERLINK("http://evil.example/","klik")', "+31 <script>alert(1)</script>", "-2+3", "@SUM(1;2)", "één, twee; \"drie\" 🙂"]
    with open(place / "list.csv", "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(["title", "author", "file", "terms"])
        for number, title in enumerate(titles):
            (place / f"{number}.txt").write_text(f"Een zorgzame buurt is een buurt waarin {number} buren voor elkaar zorgen.\n", encoding="utf-8")
            out.writerow([title, title, f"{number}.txt", "zorgzame-buurten"])
    source_of(study, "vijandig", "list.csv", "hand-search")


def lists(bron, study, path):
    study, name = Path(study), Path(path).name
    source = "lijst-" + re.sub(r"[^a-z0-9]+", "-", name.lower())
    place = study / "input" / source
    place.mkdir(parents=True)
    (place / name).write_bytes(Path(path).read_bytes())
    source_of(study, source, name, "browse")
    done = subprocess.run([bron, "run", source, "--only", "search"], cwd=study, capture_output=True, text=True)
    queries = study / "output" / source / "1-search" / "queries.csv"
    assert queries.exists(), done.stdout + done.stderr
    notes = [row["note"] for row in table(queries)]
    counts = {int(found.group(1)) for note in notes for found in re.finditer(r"\d+ of (\d+) records are for this term", note)}
    expected = other_count(path)
    assert counts == {expected}, f"{name}: {counts} records, {expected} by the other reader: {notes[0]}"
    assert expected > 0
    print(f"{name}: {notes[0]}", file=sys.stderr)


WHAT = {"formulas": formulas, "hostile": hostile, "rispy": rispy, "asreview": asreview, "refi": refi, "workbook": workbook, "word": word, "list": lists, "study-of-hostile": study_of_hostile}

if __name__ == "__main__":
    # Beside this file lie others whose names are those of packages.
    sys.path[:] = [place for place in sys.path if Path(place or ".").resolve() != Path(__file__).resolve().parent]
    try:
        WHAT[sys.argv[1]](*sys.argv[2:])
    except (AssertionError, subprocess.CalledProcessError) as problem:
        print(f"{' '.join(sys.argv[1:3])}: {problem}", file=sys.stderr)
        sys.exit(1)
