"""Looks for the spellings of config/terms.toml with Python's re and with ripgrep, and prints the ratios to bron's speed."""

import json
import re
import shutil
import subprocess
import sys
import time
import tomllib


def expression(terms):
    """The spellings as one expression: blanks, hyphens or nothing at the seams, adjectives directly before their noun."""
    parts = []
    for term in terms:
        spellings = [spelling for variant in term["variants"] for spelling in variant["spellings"]]
        # Blanks as they are: ripgrep knows no escape for them.
        spellings = "|".join(re.escape(spelling).replace("\\ ", " ") for spelling in spellings)
        first = "|".join(re.escape(word) for word in term.get("first", []))
        parts.append(f"(?:{first})[ -]?(?:{spellings})" if first else f"(?:{spellings})")
    return r"\b(?:" + "|".join(parts) + r")\b"


def timed(name, megabytes, work):
    started = time.perf_counter()
    count = work()
    speed = megabytes / (time.perf_counter() - started)
    print(f"{name}: {count} occurrences, {speed:.1f} MB/s")
    return speed


def main():
    pages, terms, bron = sys.argv[1:]
    with open(terms, "rb") as file:
        wanted = expression(tomllib.load(file)["term"])
    bron = json.loads(bron)
    with open(pages, encoding="utf-8", newline="") as file:
        text = file.read()
    compiled = re.compile(wanted, re.IGNORECASE)
    ours, megabytes = bron["megabytes_per_second"], bron["megabytes"]
    speeds = {"python re": timed("python re", megabytes, lambda: sum(1 for _ in compiled.finditer(text)))}
    if shutil.which("rg"):
        rg = ["rg", "--ignore-case", "--count-matches", "--no-filename", wanted, pages]
        speeds["ripgrep"] = timed("ripgrep", megabytes, lambda: subprocess.run(rg, stdout=subprocess.PIPE, text=True, check=True).stdout.strip())
    else:
        print("skipped: ripgrep is not installed")
    print(f"bron: {bron['occurrences']} occurrences and {bron['passages']} passages, {ours:.1f} MB/s on {bron['threads']} threads")
    for name, speed in speeds.items():
        print(f"bron against {name}: {ours / speed:.2f}")


main()
