#!/usr/bin/env python3
"""What `bron agreement` says of made-up votes, computed a second time by scikit-learn, statsmodels and irrCAC.

usage: agreement.py BRON RUN   (a run that nobody judged; its folder of judgements is written anew for each seed)

The votes are drawn at random from a seed: how often the two agree, how skewed the verdicts are and how much only one of
them judged differ from seed to seed. The files are chained here as the format says, so that bron reads them at all is a
test of the format too.
"""

import csv
import hashlib
import json
import math
import random
import shutil
import subprocess
import sys
import warnings
from collections import Counter, defaultdict
from pathlib import Path

import pandas
from irrCAC.table import CAC
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats.inter_rater import cohens_kappa

from report import check, finish

VERDICTS = ["include", "exclude", "unclear"]
SEEDS = 40
CLOSE = 1e-9


def rows(file):
    with file.open(newline="", encoding="utf-8") as handle:
        return list(csv.DictReader(handle))


def votes(pairs, chance):
    """What AB and CD say of each pair; who did not judge one has no entry."""
    weights = [chance.random() ** 2 for _ in VERDICTS]
    agree, seen_a, seen_b = chance.random(), chance.uniform(0.3, 1), chance.uniform(0.3, 1)
    said = {"AB": {}, "CD": {}}
    for pair in pairs:
        first = chance.choices(VERDICTS, weights)[0]
        second = first if chance.random() < agree else chance.choices(VERDICTS, weights)[0]
        if chance.random() < seen_a:
            said["AB"][pair] = first
        if chance.random() < seen_b:
            said["CD"][pair] = second
    return said


def write(folder, reviewer, said, documents):
    lines, previous = [], ""
    for number, ((publication, term), verdict) in enumerate(said.items(), start=1):
        line = {
            "v": 1, "seq": number, "prev": previous, "id": f"{reviewer}.check.{number}",
            "at": f"2026-11-30T{10 + number // 3600:02}:{number // 60 % 60:02}:{number % 60:02}Z",
            "reviewer": reviewer, "device": "check",
            "given": {
                "origin": "command", "round": "main", "criteria": "check", "publication": publication,
                "judged": {"addresses": [], "record": "", "documents": documents[publication]},
                "says": {"type": "verdict", "term": term, "criterion": "E1b", "verdict": verdict, "screened": "full-text"},
            },
        }
        text = json.dumps(line)
        previous = hashlib.sha256(text.encode()).hexdigest()
        lines.append(text + "\n")
    (folder / f"{reviewer}.check.jsonl").write_text("".join(lines), encoding="utf-8")


def expected(first, second):
    """Both lists hold one verdict a pair."""
    counts = Counter(zip(first, second))
    table = [[counts[a, b] for b in VERDICTS] for a in VERDICTS]
    agreed = sum(table[k][k] for k in range(3))
    kappa = error = None
    if first and len(set(first) | set(second)) > 1:
        kappa = cohen_kappa_score(first, second, labels=VERDICTS)
        other = cohens_kappa(table)
        assert math.isclose(kappa, other.kappa, abs_tol=CLOSE)
        error = other.std_kappa
    return table, agreed, kappa, error, gwet(table) if first else (None, None)


def gwet(table):
    found = CAC(pandas.DataFrame(table), digits=15).gwet()["est"]
    return found["coefficient_value"], float(found["se"][0])


def differs(what, found, wanted):
    if found is None or wanted is None or math.isnan(wanted):
        # A variance of 0 has no interval with us, and is 0 or not a number with them.
        nothing = wanted is None or math.isnan(wanted) or abs(wanted) < 1e-6
        return [] if found is None and nothing else [f"{what}: {found}, and should be {wanted}"]
    return [] if abs(found - wanted) <= CLOSE else [f"{what}: {found}, and should be {wanted}"]


def compare(name, row, first, second):
    table, agreed, kappa, error, (ac1, ac1_error) = expected(first, second)
    wrong = []
    if row["table"] != table or row["agreed"] != agreed or row["both"] != len(first):
        wrong.append(f"{name}: table {row['table']}, and should be {table}")
    wrong += differs(f"{name}: kappa", row["kappa"]["value"], kappa)
    wrong += differs(f"{name}: its standard error", row["kappa"]["standard_error"], error)
    wrong += differs(f"{name}: AC1", row["ac1"]["value"], ac1)
    wrong += differs(f"{name}: its standard error", row["ac1"]["standard_error"], ac1_error)
    for measure in ("kappa", "ac1"):
        found = row[measure]
        if found["standard_error"] is not None:
            half = 1.959963984540054 * found["standard_error"]
            wrong += differs(f"{name}: low", found["low"], max(-1, found["value"] - half))
            wrong += differs(f"{name}: high", found["high"], min(1, found["value"] + half))
    return wrong


def one_seed(bron, run, seed, pairs, documents):
    folder = run / "judgements"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    said = votes(pairs, random.Random(seed))
    for reviewer, of_one in said.items():
        write(folder, reviewer, of_one, documents)
    answer = subprocess.run([bron, "agreement", run, "--json"], capture_output=True, text=True, check=False)
    if answer.returncode not in (0, 2):
        return [f"seed {seed}: {answer.stderr}"], 0
    found = [row for row in json.loads(answer.stdout)["rows"] if row["criterion"] == "E1b" and row["unit"] == "pairs"]
    wrong = []
    for row in found:
        mine = [pair for pair in pairs if row["term"] in (None, pair[1])]
        both = [pair for pair in mine if pair in said["AB"] and pair in said["CD"]]
        alone = [sum(pair in said[who] for pair in mine) - len(both) for who in ("AB", "CD")]
        name = f"seed {seed}, {row['term'] or 'all terms'}"
        if [row["only_a"], row["only_b"]] != alone:
            wrong.append(f"{name}: judged by one alone: {row['only_a']}, {row['only_b']}, and should be {alone}")
        wrong += compare(name, row, [said["AB"][pair] for pair in both], [said["CD"][pair] for pair in both])
    return wrong, len(found)


def main():
    bron, run = sys.argv[1], Path(sys.argv[2])
    # What divides by 0 there is compared as not a number here.
    warnings.simplefilter("ignore")
    pairs = [(row["publication"], row["term"]) for row in rows(run / "5-eligibility/outcomes.csv")]
    documents = defaultdict(list)
    for row in rows(run / "3-retrieval/documents.csv"):
        if row["sha256"]:
            documents[row["publication"]].append(
                {"document": row["document"], "sha256": row["sha256"], "text_sha256": "", "normaliser": ""})
    wrong, tables = [], 0
    for seed in range(SEEDS):
        found, n = one_seed(bron, run, seed, pairs, documents)
        wrong += found
        tables += n
    print(f"{tables} tables of {SEEDS} seeds, {len(pairs)} pairs")
    if tables < SEEDS:
        wrong.append(f"only {tables} tables were compared")
    check("agreement is what scikit-learn, statsmodels and irrCAC say", wrong)
    finish()


main()
