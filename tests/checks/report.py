"""The three lines that a test written in Python prints; `tests/run` counts them."""

import sys

_failures = 0


def ok(name):
    print(f"ok: {name}", flush=True)


def skipped(name):
    print(f"skipped: {name}", flush=True)


def failed(name, wrong=()):
    """A failure, with the first of the things that are wrong."""
    global _failures
    _failures += 1
    print(f"failed: {name}", flush=True)
    wrong = list(wrong)
    for line in wrong[:10]:
        print(f"    {line}")
    if len(wrong) > 10:
        print(f"    ... and {len(wrong) - 10} more", flush=True)


def check(name, wrong):
    """Passes when nothing is wrong."""
    wrong = list(wrong)
    if wrong:
        failed(name, wrong)
    else:
        ok(name)


def finish():
    sys.exit(1 if _failures else 0)
