#!/usr/bin/env python3
"""Flips one byte in each file that a run's `datapackage.json` names, and sees whether frictionless names that file.

usage: flipped.py RUN   (in the environment of frictionless; every file is put back as it was)

frictionless reads Parquet through pandas and never looks at its digest; `bron verify` does, in `tests/runs/described.rs`.
"""

import json
import sys
import zlib
from pathlib import Path

from frictionless import Package

from report import check, finish


def found(run, number):
    """What frictionless says of one resource, read anew."""
    resource = Package(str(run / "datapackage.json")).resources[number]
    try:
        report = resource.validate()
    except (OSError, zlib.error) as error:
        # A gzip member that cannot be read is no error of its own there.
        return [str(error)]
    return [error.type for task in report.tasks for error in task.errors] + [error.type for error in report.errors]


def main(run):
    run = Path(run)
    resources = json.loads((run / "datapackage.json").read_text(encoding="utf-8"))["resources"]
    whole, missed, flipped = [], [], 0
    for number, resource in enumerate(resources):
        path = run / resource["path"]
        before = path.read_bytes()
        if not before or resource["format"] == "parquet":
            continue
        flipped += 1
        # A key into another table needs the others; here each file stands for itself.
        changed = bytearray(before)
        changed[len(changed) // 2] ^= 1
        if found(run, number):
            whole.append(f"{resource['path']}: {found(run, number)}")
        path.write_bytes(changed)
        try:
            if not found(run, number):
                missed.append(resource["path"])
        finally:
            path.write_bytes(before)
    check(f"frictionless finds nothing wrong with {flipped} files one by one", whole)
    check(f"frictionless finds one flipped byte in each of {flipped} files", missed)
    finish()


if __name__ == "__main__":
    main(*sys.argv[1:])
