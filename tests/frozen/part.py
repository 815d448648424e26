#!/usr/bin/env python3
"""Keeps of a WARC file what was exchanged with some hosts, byte for byte as it was written.

usage: part.py FROM TO HOST...
"""

import sys
from pathlib import Path
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).parent.parent / "checks"))

from warc import members  # noqa: E402


def address(text):
    """The address of a record; empty for the one that describes the file."""
    for line in text.partition(b"\r\n\r\n")[0].decode("utf-8").split("\r\n"):
        name, _, value = line.partition(":")
        if name.lower() == "warc-target-uri":
            return value.strip()
    return ""


def main(from_file, to_file, *hosts):
    data = Path(from_file).read_bytes()
    kept = bytearray()
    for at, length, text in members(from_file):
        url = address(text)
        if not url or urlsplit(url).hostname in hosts:
            kept += data[at : at + length]
    Path(to_file).write_bytes(kept)


if __name__ == "__main__":
    main(*sys.argv[1:])
