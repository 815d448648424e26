#!/usr/bin/env python3
"""Counts and times bron beside Python trafilatura: `compare.py WEB_PAGES CORPUS REPETITIONS`; see `run`.

Main text is counted as trafilatura's own evaluation does, and as `bron evaluate` does: a segment that must be there and is, must not
be there and is, or must be there and is not, white space aside. The pages with an even and an odd number are counted apart: rules
were made while looking at the even ones only.
"""

import importlib.metadata
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tarfile
import tempfile

HERE = pathlib.Path(__file__).parent
HALVES = {"even": lambda number: number % 2 == 0, "odd": lambda number: number % 2 == 1, "all": lambda number: True}


def unpack(corpus, name, folder):
    folder.mkdir()
    with tarfile.open(corpus / f"{name}.tar.gz") as packed:
        for member in packed.getmembers():
            if member.isfile():
                (folder / pathlib.PurePosixPath(member.name).name).write_bytes(packed.extractfile(member).read())
    return folder


def cpu_of(command):
    """The output of a command, and the CPU seconds of all of it."""
    before = os.times()
    output = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    after = os.times()
    spent = after.children_user - before.children_user + after.children_system - before.children_system
    return output, spent


def peer(folder, mode, count_only):
    command = [sys.executable, HERE / "peer.py", folder, mode, "1" if count_only else "0"]
    lines = [json.loads(line) for line in cpu_of(command)[0].splitlines()]
    return lines[:-1], lines[-1]


def bare(text):
    return "".join(text.split())


def count(rows, main):
    """Right, wrong and missed segments by half."""
    counts = {half: [0, 0, 0] for half in HALVES}
    for number, row in enumerate(rows):
        text = bare(main.get(row["file"], ""))
        right = sum(bare(segment) in text for segment in row["with"])
        wrong = sum(bare(segment) in text for segment in row["without"])
        for half, holds in HALVES.items():
            if holds(number):
                for at, more in enumerate((right, wrong, len(row["with"]) - right)):
                    counts[half][at] += more
    return counts


def told(right, wrong, missed):
    precision, recall = right / max(right + wrong, 1), right / max(right + missed, 1)
    f1 = 2 * right / max(2 * right + wrong + missed, 1)
    return f"F1 {f1:.3f} (P {precision:.3f}, R {recall:.3f})"


def main_text(web_pages, corpus, folder):
    rows = [json.loads(line) for line in (corpus / "main-text.jsonl").read_text().splitlines()]
    read = [json.loads(line) for line in cpu_of([web_pages, folder])[0].splitlines()]
    readers = {
        "bron": {row["file"]: row["main"] for row in read},
        "Python": {row["file"]: row["main"] for row in peer(folder, "default", False)[0]},
        "Python, fast": {row["file"]: row["main"] for row in peer(folder, "fast", False)[0]},
    }
    version = importlib.metadata.version("trafilatura")
    print(f"Main text of {len(rows)} pages; Python trafilatura {version}\n")
    print(f"{'':14}" + "".join(f"{half:34}" for half in HALVES))
    for name, main in readers.items():
        counts = count(rows, main)
        print(f"{name:14}" + "".join(f"{told(*counts[half]):34}" for half in HALVES))


def speed(web_pages, folders, repetitions):
    rates = {"bron": [], "Python": [], "Python, fast": []}
    pages = 0
    for _ in range(repetitions):
        spent = dict.fromkeys(rates, 0.0)
        pages = 0
        for folder in folders:
            spent["bron"] += cpu_of([web_pages, folder, "--count"])[1]
            for name, mode in (("Python", "default"), ("Python, fast", "fast")):
                last = peer(folder, mode, True)[1]
                spent[name] += last["seconds"]
            pages += last["pages"]
        for name, seconds in spent.items():
            rates[name].append(pages / seconds)
    median = {name: statistics.median(values) for name, values in rates.items()}
    print(f"\nPages per CPU second on {pages} pages, main text, dates and metadata (bron: links to files and the text around too);")
    print(f"median of {repetitions} (lowest - highest); Python without its start\n")
    for name, values in rates.items():
        ratio = median["bron"] / median[name]
        print(f"{name:14}{median[name]:8.1f} ({min(values):.1f} - {max(values):.1f})   bron is {ratio:.2f} x as fast")


def main(web_pages, corpus, repetitions):
    corpus = pathlib.Path(corpus)
    with tempfile.TemporaryDirectory() as work:
        work = pathlib.Path(work)
        folders = [unpack(corpus, name, work / name) for name in ("main-text", "dates")]
        main_text(web_pages, corpus, folders[0])
        speed(web_pages, folders, repetitions)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
