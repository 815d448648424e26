#!/usr/bin/env python3
"""Reads all pages of a folder with Python trafilatura: `peer.py FOLDER MODE COUNT_ONLY`.

MODE is `default` or `fast`. Prints a JSON object a page with its main text, or with COUNT_ONLY = 1 only how many letters were read.
Last comes a line with the CPU seconds of reading, without those of starting Python and importing trafilatura.
"""

import json
import logging
import pathlib
import sys
import time

import trafilatura

logging.disable(logging.CRITICAL)


def main(folder, mode, count_only):
    paths = sorted(path for path in pathlib.Path(folder).iterdir() if path.is_file())
    start = time.process_time()
    letters = 0
    for path in paths:
        document = trafilatura.bare_extraction(
            path.read_bytes(), fast=mode == "fast", with_metadata=True, include_comments=False, include_tables=True
        )
        text = (document.text if document else None) or ""
        letters += len(text)
        if not count_only:
            print(json.dumps({"file": path.name, "main": text}))
    print(json.dumps({"seconds": time.process_time() - start, "pages": len(paths), "letters": letters}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3] == "1")
