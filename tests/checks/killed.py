#!/usr/bin/env python3
"""Kills a run at random moments, resumes it, and reads the server's access log and the archive in between.

usage: killed.py BRON STUDY LOG SEED
"""

import csv
import filecmp
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

from report import check, finish
from warc import exchanges

KILLS = 20
STAGES = ["0-probe", "1-search", "2-screening", "3-retrieval", "4-extraction", "5-eligibility", "6-synthesis"]


class Demo:
    def __init__(self, bron, study, log):
        self.study, self.log = Path(study), Path(log)
        self.command = [bron, "run", "demo", "--accept-proposals", "--output"]

    def start(self, output):
        return subprocess.Popen(
            [*self.command, str(output)], cwd=self.study, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    def asked(self):
        """Every request that the server wrote down: method, address, and a digest of what was posted."""
        lines = self.log.read_text(encoding="utf-8").splitlines()
        fields = [line.split(" ") for line in lines]
        # The probe by which the test waited for the server has another Host than the eight names.
        asked = [(row[2], f"http://{row[1]}{row[3]}", "".join(row[5:])) for row in fields if row[1].endswith(".demo")]
        return asked


def held(output):
    """What the archive holds whole and need not be asked again."""
    return {(one.method, one.url, one.posted) for one in exchanges(output / "archive") if one.settled}


class Life:
    """A run folder from its first request until the run is complete."""

    def __init__(self, demo, output):
        self.demo, self.output = demo, output
        self.begins = len(demo.asked())
        self.kills, self.repeated, self.again = 0, [], 0

    def kill_after(self, seconds):
        """True where the run was killed; False where it was done before. Looks at what it asked since the last kill."""
        before, seen = held(self.output) if self.output.exists() else set(), len(self.demo.asked())
        process = self.demo.start(self.output)
        try:
            process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            self.kills += 1
        # What was on its way to the server is written down.
        time.sleep(0.1)
        since = self.demo.asked()[seen:]
        self.repeated += [f"after kill {self.kills}: {one}" for one in since if one in before]
        return process.returncode

    def requests(self):
        return self.demo.asked()[self.begins:]


def different(one, other):
    """Stage files that differ, byte for byte."""
    for stage in STAGES:
        names = {path.name for folder in (one, other) for path in (folder / stage).glob("*")}
        _, wrong, missing = filecmp.cmpfiles(one / stage, other / stage, sorted(names), shallow=False)
        yield from (f"{stage}/{name}" for name in wrong + missing)


def main(bron, study, log, seed):
    chance = random.Random(seed)
    demo = Demo(bron, study, log)
    undisturbed = demo.study / "undisturbed"
    began = time.monotonic()
    code = demo.start(undisturbed).wait()
    whole = time.monotonic() - began
    expected = demo.asked()
    with open(undisturbed / "1-search" / "hits.csv", encoding="utf-8", newline="") as table:
        listed = {row["url"] for row in csv.DictReader(table)}
    print(f"undisturbed: {whole:.1f} s, {len(expected)} requests, exit code {code}; seed {seed}", flush=True)
    check("an undisturbed run asks nothing twice", sorted({str(one) for one in expected if expected.count(one) > 1}))

    kills, lives, repeated, extra, wrong = 0, 0, [], [], []
    while kills < KILLS:
        output = demo.study / f"life-{lives}"
        life = Life(demo, output)
        lives += 1
        # Some lives are killed often, others seldom, so that late moments are met as well as early ones.
        longest = whole * chance.choice([0.1, 0.3, 0.9])
        ended = None
        while kills + life.kills < KILLS:
            ended = life.kill_after(chance.uniform(0.02, longest))
            if ended >= 0:
                break
        if ended is None or ended < 0:
            ended = life.kill_after(600)
        kills += life.kills
        requests = life.requests()
        # A kill can cut one request at each of the eight hosts, and what was cut is asked again.
        again = len(requests) - len(set(requests))
        torn = len(list((output / "archive" / "torn").glob("*")))
        print(f"life {lives}: {life.kills} kills, {len(requests)} requests, {again} again, {torn} torn tails", flush=True)
        repeated += life.repeated
        if again > 8 * life.kills:
            extra.append(f"life {lives}: {again} requests again after {life.kills} kills")
        if ended != code:
            wrong.append(f"life {lives}: it ended with {ended}, undisturbed with {code}")
        # A source that is done looks ahead while others are searched; whether it meets a page whose record turns out to
        # be another source's is a matter of time, and no stage file shows it.
        odd = [one for one in set(requests) ^ set(expected) if one[1] not in listed]
        if odd:
            wrong.append(f"life {lives}: it asked something else: {sorted(odd)[:3]}")
        wrong += [f"life {lives}: {name}" for name in different(undisturbed, output)]
        shutil.rmtree(output)
    check(f"killed {kills} times, nothing is asked again that the archive holds whole", repeated)
    check("each kill costs at most one request a host", extra)
    check("the resumed runs end in the same bytes", wrong)
    finish()


if __name__ == "__main__":
    main(*sys.argv[1:])
