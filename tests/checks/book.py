#!/usr/bin/env python3
"""The book of docs/ says what happens: its commands are run and print what it shows, its links lead somewhere, its files exist.

usage: book.py run PROGRAM FOLDER    runs the blocks of all pages in FOLDER, an empty one; then looks for the files that pages name
       book.py renew PROGRAM FOLDER  the same, and writes into the pages what was printed
       book.py links HTML            follows the links of the book that mdBook made

How a page shows what happens:

- In a block ```console a line `$ COMMAND` is run in the page's own folder, and what follows is what it prints: standard output, and
  standard error where it ends with 1. Another end than 0 is shown: `(exit code 2)` on the last line.
- A line `…` stands for any number of lines left out, `…` in a line for any text. Not everything can be left out.
- A page begins after `bron demo`, unless its first command is that one: then its folder is empty.
- `<!-- append: FILE -->` before a block puts the block at the end of that file, `<!-- replace: FILE "A" "B" -->` changes words in it:
  what a reader does in an editor.
- Instants, the folder and the names of archive files differ from run to run; they are shown as one of them.
"""

import difflib
import html.parser
import os
import re
import shlex
import shutil
import subprocess
import sys
import urllib.parse
from datetime import UTC, datetime, timedelta
from fnmatch import fnmatch
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGES = ROOT / "docs" / "src"
SHOWN_FOLDER = "/home/you/review"
# Days around today, which a demo and its second harvest are about, and the day and time that stand in their place.
DAYS = [str(datetime.now(UTC).date() + timedelta(days=days)) for days in range(-1, 4)]
INSTANT = re.compile(rf"(?:{'|'.join(DAYS)}|2026-12-01)(?:([ T])\d\d:\d\d(?::\d\d(?:\.\d+)?(Z))?)?")
ARCHIVE = re.compile(r"bron-00001-20\d{6}T\d{6}Z-\d+")
failures = 0


def ok(text):
    print(f"ok: {text}")


def failed(text, why=()):
    global failures
    failures += 1
    print(f"failed: {text}")
    for line in why:
        print(f"    {line}")


class Session:
    """A page's folder, and what a reader of the page has typed there."""

    def __init__(self, program, folder, demo, name):
        self.folder = folder / name
        self.folder.mkdir(parents=True)
        if demo:
            shutil.copytree(demo, self.folder / "output")
        self.here = self.folder
        links = folder / "bin"
        links.mkdir(exist_ok=True)
        if not (links / "bron").exists():
            (links / "bron").symlink_to(program)
        self.environment = {
            "PATH": f"{links}:{os.environ['PATH']}",
            "HOME": str(self.folder),
            "LANG": "C.UTF-8",
            "BRON_DEVICE": "laptop",
        }

    def printed(self, command):
        """The lines that a command prints, as a page shows them."""
        if command.startswith("cd "):
            self.here = (self.here / shlex.split(command)[1]).resolve(strict=True)
            return []
        done = subprocess.run(["bash", "-c", command], cwd=self.here, env=self.environment, capture_output=True, text=True)
        text = done.stdout + (done.stderr if done.returncode == 1 else "")
        text = text.replace(str(self.folder), SHOWN_FOLDER)
        lines = [line.rstrip() for line in text.rstrip().split("\n")] if text.strip() else []
        return lines + ([f"(exit code {done.returncode})"] if done.returncode else [])


def alike(text):
    """The text without what differs from run to run."""

    def shown(found):
        return "2026-12-01" + (f"{found[1]}10:15" if found[1] else "") + (":00Z" if found[2] else "")

    return ARCHIVE.sub("bron-00001", INSTANT.sub(shown, text))


def matches(shown, printed):
    """Whether what a page shows is what was printed, but for what it leaves out; all of it is too much."""
    if shown == ["…"]:
        return False
    pattern = ""
    for line in shown:
        if line.strip() == "…":
            pattern += r"(?:.*\n)*?"
        else:
            pattern += ".*".join(re.escape(part) for part in alike(line).split("…")) + r"\n"
    return re.fullmatch(pattern, "".join(alike(line) + "\n" for line in printed)) is not None


def renewed(shown, printed):
    """What was printed, with as much left out as the page leaves out: a line is kept where the page shows one that differs in numbers
    only, and a page that leaves nothing out shows everything."""

    def mask(line):
        return re.sub(r"[0-9a-f]{32,}|…|\d+(?:–\d+)?(?: → \d+)?(?: \([+-]\d+\))?|[+-]\d+", "#", line)

    kept = [line for line in shown if line.strip() != "…"]
    lines = [alike(line) for line in printed]
    if kept == shown and not any("…" in line for line in shown) or not kept:
        return lines
    told, at = [], 0
    pairs = difflib.SequenceMatcher(None, [mask(line) for line in kept], [mask(line) for line in lines], autojunk=False)
    for here, there, length in pairs.get_matching_blocks():
        if there > at:
            told.append("…")
        for old, new in zip(kept[here : here + length], lines[there : there + length]):
            told.append(old if "…" in old and matches([old], [new]) else new)
        at = there + length
    return told


def parts(text):
    """A page as ("text", lines), ("console", lines), ("append", lines, file) and ("replace", lines, file, from, to)."""
    lines = text.split("\n")
    at = 0
    told = None
    while at < len(lines):
        line = lines[at]
        change = re.fullmatch(r"<!-- (append|replace): (.*) -->", line)
        if change:
            told = [change[1], *shlex.split(change[2])]
        if line.startswith("```"):
            end = next(place for place in range(at + 1, len(lines)) if lines[place].startswith("```"))
            block = lines[at : end + 1]
            if line == "```console":
                yield ("console", block)
            elif told and told[0] == "append":
                yield ("append", block, *told[1:])
                told = None
            else:
                yield ("text", block)
            at = end + 1
            continue
        yield ("replace", [line], *told[1:]) if told and told[0] == "replace" else ("text", [line])
        if told and told[0] == "replace":
            told = None
        at += 1


def commands(block):
    """Each command of a block with the lines that follow it."""
    told = []
    for line in block:
        if line.startswith("$ "):
            told.append((line[2:], []))
        else:
            assert told, f"a console block begins with a command, not with {line!r}"
            told[-1][1].append(line)
    # A blank line before the next command is there for the eye.
    for number, (_, shown) in enumerate(told):
        while shown and shown[-1] == "" and number + 1 < len(told):
            shown.pop()
    return told


def run_page(page, program, folder, demo, renew):
    """Runs a page; what it leaves in its folder stays there."""
    name = str(page.relative_to(PAGES))
    text = page.read_text()
    first = next((command for kind, block, *_ in parts(text) if kind == "console" for command, _ in commands(block[1:-1])), None)
    if first is None:
        return
    starts_empty = first == "bron demo --lang en"
    session = Session(program, folder, None if starts_empty else demo, name.removesuffix(".md").replace("/", "-"))
    number, wrong, page_lines = 0, [], []
    for kind, block, *more in parts(text):
        if kind == "append":
            with (session.here / more[0]).open("a") as file:
                file.write("\n" + "\n".join(block[1:-1]) + "\n")
        elif kind == "replace":
            file = session.here / more[0]
            before = file.read_text()
            if more[1] not in before:
                wrong.append(f"{more[0]} does not hold {more[1]!r}")
            file.write_text(before.replace(more[1], more[2]))
        if kind != "console":
            page_lines += block
            continue
        page_lines.append(block[0])
        for command, shown in commands(block[1:-1]):
            number += 1
            printed = session.printed(command)
            if page_lines[-1] != "```console":
                page_lines.append("")
            page_lines.append(f"$ {command}")
            if matches(shown, printed):
                page_lines += shown
                continue
            page_lines += renewed(shown, printed)
            wrong += [f"$ {command}", *printed[:60]]
            if not renew:
                break
        page_lines.append(block[-1])
        if wrong and not renew:
            break
    if renew and "\n".join(page_lines) != text:
        page.write_text("\n".join(page_lines))
        print(f"renewed: docs/src/{name}")
    if wrong and not renew:
        failed(f"docs/src/{name}: what its commands print (look, then tests/demo/book --renew)", wrong)
    else:
        ok(f"docs/src/{name}: {number} commands print what it shows")


def run(program, folder, renew):
    demo = folder / "demo"
    demo.mkdir()
    environment = {"PATH": os.environ["PATH"], "HOME": str(demo), "LANG": "C.UTF-8"}
    subprocess.run([program, "demo", "--lang", "en"], cwd=demo, env=environment, capture_output=True, check=True)
    pages = sorted(PAGES.rglob("*.md"))
    for page in pages:
        run_page(page, program, folder, demo / "output", renew)
    named_files(pages, folder)


def named_files(pages, folder):
    """Every file that a sentence of the book names is in the repository, in a study, or in a run of one of the pages."""
    known = set()
    for root in (ROOT, folder):
        for path, folders, files in os.walk(root):
            folders[:] = [name for name in folders if name not in {".git", "target", "bin", "book"}]
            inside = Path(path).relative_to(root)
            known.update(f"/{inside / name}" for name in files)
            known.update(f"/{inside / name}/" for name in folders)
    name = re.compile(r"[\w.<>*/-]+(?:\.(?:toml|csv|md|json|jsonl|parquet|xlsx|ods|html|gz|warc|txt|docx|wacz|qdpx|ris|bib)|/)")
    missing, number = [], 0
    for page in pages:
        if page.name in {"commands.md", "formats.md"}:
            continue
        outside = re.sub(r"^```.*?^```", "", page.read_text(), flags=re.S | re.M)
        for text in re.findall(r"`([^`\n]+)`", outside):
            if not name.fullmatch(text) or text.startswith("/"):
                continue
            number += 1
            pattern = "*/" + re.sub(r"<[^>]*>|[A-Z]{2,}(?=[./])(?<!README)", "*", text)
            if not any(fnmatch(path, pattern) for path in known):
                missing.append(f"{page.relative_to(PAGES)}: {text}")
    if missing:
        failed("every file that the book names is there", missing)
    else:
        ok(f"every file that the book names is there ({number} names)")


class Links(html.parser.HTMLParser):
    """The places that a page has, and where it leads."""

    def __init__(self):
        super().__init__()
        self.places, self.links, self.fetched = set(), [], []

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if attributes.get("id"):
            self.places.add(attributes["id"])
        if tag == "a" and attributes.get("name"):
            self.places.add(attributes["name"])
        if tag == "a" and attributes.get("href"):
            self.links.append(attributes["href"])
        if tag in {"script", "img", "iframe", "source"} and attributes.get("src"):
            self.fetched.append(attributes["src"])
        if tag == "link" and attributes.get("href"):
            self.fetched.append(attributes["href"])


def links(book):
    """Every link within the book resolves, place on the page included; nothing is fetched from another host."""
    pages = {}
    for path in sorted(book.rglob("*.html")):
        pages[path] = Links()
        pages[path].feed(path.read_text())
    broken, elsewhere, number = [], [], 0
    for path, page in pages.items():
        for link in page.links + page.fetched:
            parsed = urllib.parse.urlsplit(link)
            if parsed.scheme or parsed.netloc:
                if link in page.fetched:
                    elsewhere.append(f"{path.relative_to(book)}: {link}")
                continue
            number += 1
            # The page for addresses that do not exist is shown at any of them, so its links begin at the root.
            base = book if path.name == "404.html" or link.startswith("/") else path.parent
            target = (base / urllib.parse.unquote(parsed.path).lstrip("/")).resolve() if parsed.path else path
            if target.is_dir():
                target = target / "index.html"
            place = urllib.parse.unquote(parsed.fragment)
            if not target.is_file() or (place and target in pages and place not in pages[target].places):
                broken.append(f"{path.relative_to(book)}: {link}")
    for path in book.rglob("*.css"):
        elsewhere += [f"{path.relative_to(book)}: {found}" for found in re.findall(r"url\(['\"]?(?:https?:)?//[^)]*\)", path.read_text())]
    if broken or number == 0:
        failed("every link within the book leads somewhere", sorted(set(broken)))
    else:
        ok(f"every link within the book leads somewhere ({number} links on {len(pages)} pages)")
    if elsewhere:
        failed("the book fetches nothing from elsewhere", sorted(set(elsewhere)))
    else:
        ok("the book fetches nothing from elsewhere")


match sys.argv[1:]:
    case ["run" | "renew" as what, program, folder]:
        run(Path(program).resolve(), Path(folder).resolve(), what == "renew")
    case ["links", book]:
        links(Path(book).resolve())
    case _:
        sys.exit(__doc__)
sys.exit(min(failures, 1))
