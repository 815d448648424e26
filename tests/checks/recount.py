#!/usr/bin/env python3
"""Counts a run again, outside the program: Table 1 from the outcomes, the outcomes from the decisions.

usage: recount.py RUN   (a run's folder; only the standard library is needed)

The three-valued logic is written down here a second time, from the method and not from the program's source:
a criterion that certainly takes a pair out decides, the first in the order I1, I2, W, E1a, E1b, E2, E3; a text that
could not be had beats E1 and later and is beaten by I1, I2 and W; in is only what all seven let in.
"""

import csv
import sys
from collections import Counter, defaultdict
from pathlib import Path

from report import check, finish

ORDER = ["I1", "I2", "W", "E1a", "E1b", "E2", "E3"]
BEFORE_TEXT = {"I1", "I2", "W"}
PER_PAIR = {"E1a", "E1b"}
COUNTED = {"search", "hand-search"}
COMPLETE = {"hits", "none-reported", "stopped-by-protocol"}
WITH_TEXT = {"retrieved", "partly-without-text"}
COLUMNS = ["excluded_e1a", "excluded_e1b", "excluded_e2_e3", "unclear", "not_retrieved", "included"]
COLUMN_OF = {
    "out-e1a": "excluded_e1a", "out-e1b": "excluded_e1b", "out-e2": "excluded_e2_e3", "out-e3": "excluded_e2_e3",
    "unclear": "unclear", "not-retrieved": "not_retrieved", "included": "included",
}
WEAKEST_FIRST = ["accepted-proposal", "reviewer", "rule"]


class Run:
    def __init__(self, folder):
        self.folder = Path(folder)
        self.queries = self.rows("1-search/queries.csv")
        self.hits = self.rows("1-search/hits.csv")
        self.listed = self.rows("1-search/publications.csv")
        self.screening = self.rows("2-screening/decisions.csv")
        self.publications = self.rows("3-retrieval/publications.csv")
        self.documents = self.rows("3-retrieval/documents.csv")
        self.occurrences = self.rows("4-extraction/occurrences.csv")
        self.passages = self.rows("4-extraction/passages.csv")
        self.shown = without_weak_signs(self.passages)
        self.decisions = self.rows("5-eligibility/decisions.csv")
        self.outcomes = self.rows("5-eligibility/outcomes.csv")
        self.other_routes = self.rows("5-eligibility/other-routes.csv")
        self.table1 = self.rows("6-synthesis/table1.csv")
        self.worktable = self.rows("6-synthesis/worktable.csv")
        self.contribution = self.rows("6-synthesis/contribution.csv")
        self.flow = self.rows("6-synthesis/flow.csv")
        self.kept = {row["merged"]: row["kept"] for row in self.rows("3-retrieval/merges.csv")}

        # Only a run with a codebook has these.
        self.has_table2 = (self.folder / "6-synthesis/table2.csv").exists()
        self.codes = self.rows("4-extraction/codes.csv") if self.has_table2 else []
        self.table2 = self.rows("6-synthesis/table2.csv") if self.has_table2 else []
        self.table2_passages = self.rows("6-synthesis/table2-passages.csv") if self.has_table2 else []

    def rows(self, name):
        with (self.folder / name).open(newline="", encoding="utf-8") as file:
            return list(csv.DictReader(file))

    def final(self, publication):
        """The id that stayed after merging on files."""
        while publication in self.kept:
            publication = self.kept[publication]
        return publication


def pair(row):
    return row["publication"], row["term"]


# --- Table 1 -------------------------------------------------------------------------------------------------------


def table1_again(run):
    terms = [row["term"] for row in run.table1 if row["term"] != "total"]
    again = {term: Counter() for term in terms}
    for row in run.outcomes:
        column = COLUMN_OF.get(row["outcome"])
        if column:
            again.setdefault(row["term"], Counter())[column] += 1
            again[row["term"]]["identified"] += 1
            if set(row["unclear"].split()) & BEFORE_TEXT:
                again[row["term"]]["unclear_identified"] += 1
    for row in run.queries:
        if row["via"] in COUNTED and row["status"] not in COMPLETE:
            again.setdefault(row["term"], Counter())["incomplete_queries"] += 1
    total = Counter()
    for counts in again.values():
        total.update(counts)
    again["total"] = total
    return again


def wrong_in_table1(run):
    again = table1_again(run)
    seen = [row["term"] for row in run.table1]
    if sorted(seen) != sorted(again) or seen[-1] != "total":
        yield f"its rows are {seen}"
    for row in run.table1:
        for column in ["identified", *COLUMNS, "unclear_identified", "incomplete_queries"]:
            if int(row[column]) != again[row["term"]][column]:
                yield f"{row['term']}, {column}: {row[column]}, counted again {again[row['term']][column]}"


def wrong_sums(run):
    for row in run.table1:
        if int(row["identified"]) != sum(int(row[column]) for column in COLUMNS):
            yield f"{row['term']}: identified is {row['identified']}, its six columns say otherwise"
    for column in ["identified", *COLUMNS]:
        values = [int(row[column]) for row in run.table1]
        if sum(values[:-1]) != values[-1]:
            yield f"{column}: the total is {values[-1]}, the terms add up to {sum(values[:-1])}"


# --- outcomes from decisions ---------------------------------------------------------------------------------------


class Ruling:
    """What all rows on one criterion come to; a reviewer's rows are the only ones that count where there are any."""

    def __init__(self, rows):
        by_reviewer = [row for row in rows if row["made_by"] == "reviewer"]
        certain = [row for row in by_reviewer or rows if row["verdict"] != "unclear"]
        said = {row["verdict"] for row in certain}
        self.verdict = said.pop() if len(said) == 1 else "unclear"
        hands = {row["made_by"] for row in certain} if self.verdict != "unclear" else set()
        self.hand = next((hand for hand in WEAKEST_FIRST if hand in hands), "")


def text_came(documents):
    """Whether there is any text of the publication itself: its main document, or its page where there is no other."""
    part = "main" if any(row["part"] == "main" for row in documents) else "landing"
    return any(row["part"] == part and row["status"] in WITH_TEXT for row in documents)


def decided(rulings, came):
    """The outcome, the criteria left open before it, and the hand behind it."""
    for at, name in enumerate(ORDER):
        if rulings[name].verdict == "exclude" and (came or name in BEFORE_TEXT):
            left_open = " ".join(earlier for earlier in ORDER[:at] if rulings[earlier].verdict == "unclear")
            return f"out-{name.lower()}", left_open, rulings[name].hand
    if not came:
        return "not-retrieved", "", "rule"
    if all(rulings[name].verdict == "include" for name in ORDER):
        hands = {rulings[name].hand for name in ORDER}
        return "included", "", next(hand for hand in WEAKEST_FIRST if hand in hands)
    return "unclear", "", ""


def wrong_outcomes(run):
    by_publication, by_pair, documents = defaultdict(list), defaultdict(list), defaultdict(list)
    for row in run.decisions:
        (by_pair[pair(row)] if row["term"] else by_publication[row["publication"]]).append(row)
    for row in run.documents:
        documents[row["publication"]].append(row)
    retrieved = {row["publication"] for row in run.publications}
    for row in run.outcomes + run.other_routes:
        about = by_publication[row["publication"]] + by_pair[pair(row)]
        rulings = {name: Ruling([one for one in about if one["criterion"] == name]) for name in ORDER}
        # What screening took out was never asked for.
        came = text_came(documents[row["publication"]]) if row["publication"] in retrieved else True
        told = (row["outcome"], row["reason_open"], row["decided_by"])
        again = decided(rulings, came)
        if told != again:
            yield f"{row['term']}, {row['publication']}: {told}, decided again {again}"
        unclear = " ".join(name for name in ORDER if rulings[name].verdict == "unclear")
        if row["unclear"] != unclear:
            yield f"{row['term']}, {row['publication']}: unclear is `{row['unclear']}`, decided again `{unclear}`"


def wrong_decisions(run):
    """Nothing leaves without a decision: seven criteria a pair, each with who, by which rule and why."""
    have = Counter((row["publication"], row["term"], row["criterion"]) for row in run.decisions)
    for row in run.outcomes + run.other_routes:
        for name in ORDER:
            key = (row["publication"], row["term"] if name in PER_PAIR else "", name)
            if not have[key]:
                yield f"{row['publication']}, {row['term']}: no decision on {name}"
    for row in run.decisions + run.screening:
        scope = "pair" if row["criterion"] in PER_PAIR else "publication"
        if row["scope"] != scope or bool(row["term"]) != (scope == "pair"):
            yield f"{row['publication']}, {row['criterion']}: scope {row['scope']}, term `{row['term']}`"
        if not (row["rule"] and row["because"] and row["made_by"]):
            yield f"{row['publication']}, {row['criterion']}: it does not say who, by which rule and why"


def wrong_screening(run):
    """What screening took out for certain is out on the same criterion in the end, and was not asked for."""
    out = {row["publication"]: row["criterion"] for row in run.screening if row["verdict"] == "exclude"}
    final = {(row["publication"], row["criterion"]): row["verdict"] for row in run.decisions if not row["term"]}
    for publication, criterion in out.items():
        if final.get((publication, criterion)) != "exclude":
            yield f"{publication}: out on {criterion} at screening, later {final.get((publication, criterion))}"
    for row in run.documents:
        if row["publication"] in out:
            yield f"{row['publication']}: out at screening, and {row['url']} was retrieved"


def wrong_e1(run):
    """Absence proves something only in a complete, readable text."""
    statuses = defaultdict(set)
    for row in run.documents:
        statuses[row["publication"]].add(row["status"])
    occurs = {pair(row) for row in run.occurrences}
    for row in run.decisions:
        if row["criterion"] != "E1a":
            continue
        if row["verdict"] == "exclude" and statuses[row["publication"]] != {"retrieved"}:
            yield f"{row['publication']}, {row['term']}: E1a on {sorted(statuses[row['publication']])}"
        if row["verdict"] == "exclude" and pair(row) in occurs:
            yield f"{row['publication']}, {row['term']}: E1a, and the term occurs"


# --- pairs, hits, documents ----------------------------------------------------------------------------------------


def wrong_pairs(run):
    found = {(run.final(row["publication"]), row["term"]) for row in run.hits if row["via"] in COUNTED}
    told = Counter(pair(row) for row in run.outcomes)
    for key in sorted(found - set(told)):
        yield f"{key[1]}, {key[0]}: found, and without an outcome"
    for key, rows in sorted(told.items()):
        if key not in found:
            yield f"{key[1]}, {key[0]}: an outcome, and never found"
        if rows != 1:
            yield f"{key[1]}, {key[0]}: {rows} outcomes"
    for row in run.other_routes:
        if pair(row) in found or row["via"] in COUNTED:
            yield f"{row['term']}, {row['publication']}: other-routes.csv has a pair that Table 1 counts"


def wrong_queries(run):
    hits = Counter((row["source"], row["term"], row["text"], row["via"]) for row in run.hits)
    seen = Counter()
    for row in run.queries:
        key = (row["source"], row["term"], row["text"], row["via"])
        seen[key] += 1
        if int(row["hits"]) != hits.pop(key, 0):
            yield f"{key}: queries.csv says {row['hits']} hits, hits.csv has another number"
        if row["status"] == "hits" and row["reported_total"] and row["reported_total"] != row["hits"]:
            if not row["note"]:
                yield f"{key}: {row['reported_total']} reported, {row['hits']} read, and no note says why"
        if row["status"] == "none-reported" and row["hits"] != "0":
            yield f"{key}: none reported, and {row['hits']} hits"
    yield from (f"{key}: hits of a query that queries.csv does not have" for key in hits)
    yield from (f"{key}: {times} rows" for key, times in seen.items() if times > 1)


def wrong_documents(run):
    """Every publication that screening left was asked for, and every document says what became of it."""
    out = {row["publication"] for row in run.screening if row["verdict"] == "exclude"}
    left = {run.final(row["publication"]) for row in run.listed if row["publication"] not in out}
    have = {row["publication"] for row in run.documents}
    stay = {row["publication"] for row in run.publications}
    yield from (f"{name}: left by screening, and not in 3-retrieval/publications.csv" for name in sorted(left - stay))
    yield from (f"{name}: in 3-retrieval/publications.csv, and not left" for name in sorted(stay - left))
    yield from (f"{name}: no document at all" for name in sorted(stay - have))
    for row in run.documents:
        if row["status"] == "retrieved" and (not row["sha256"] or row["pages"] == "0"):
            yield f"{row['document']}: retrieved, and without digest or pages"
        if row["status"] != "retrieved" and not row["note"]:
            yield f"{row['document']}: {row['status']}, and no note says why"


def without_weak_signs(passages):
    """The working table shows no weak signs (a score below 40) of a pair that something else defines or describes."""
    told = {pair(row) for row in passages if int(row["score"]) >= 40 and row["kind"] in ("definition", "description")}
    return [row for row in passages if int(row["score"]) >= 40 or pair(row) not in told]


def wrong_worktable(run):
    labels = {row["term"]: row["label"] for row in run.table1}
    included = {pair(row) for row in run.outcomes if row["outcome"] == "included"}
    keys = ("document", "kind", "variant", "quote")
    want = Counter(
        (labels[row["term"]], row["publication"], *(row[key] for key in keys))
        for row in run.shown if pair(row) in included
    )
    have = Counter((row["term"], row["publication"], *(row[key] for key in keys)) for row in run.worktable)
    yield from (f"not in worktable.csv: {key}" for key in (want - have))
    yield from (f"in worktable.csv only: {key}" for key in (have - want))


# --- Table 2 -------------------------------------------------------------------------------------------------------


def place(row):
    return tuple(row[key] for key in ("publication", "term", "document", "page", "start", "end"))


def wrong_codes(run):
    """A proposed code is of a passage, and its cue is a slice of it."""
    quotes = {place(row): row["quote"] for row in run.passages}
    for row in run.codes:
        quote = quotes.get(place(row))
        if quote is None:
            yield f"{row['element']}, {row['publication']}, {row['term']}: no such passage"
            continue
        start, end = (int(row[key]) - int(row["start"]) for key in ("cue_start", "cue_end"))
        if not row["cue"] or start < 0 or quote[start:end] != row["cue"]:
            yield f"{row['element']}, {row['publication']}: `{row['cue']}` is not what stands there"


def wrong_table2(run):
    """A cross is yes with a coded passage of what is included, no with passages and none coded, else unknown."""
    included = {pair(row) for row in run.outcomes if row["outcome"] == "included"}
    with_passages = {row["term"] for row in run.shown if pair(row) in included}
    places = {place(row) for row in run.shown}
    coded = defaultdict(set)
    for row in run.codes:
        if pair(row) in included and place(row) in places:
            coded[row["element"], row["term"]].add(place(row))
    behind = Counter((row["element"], row["term"]) for row in run.table2_passages)
    for row in run.table2:
        for term in [name.removesuffix("_passages") for name in row if name.endswith("_passages")]:
            key = row["element"], term
            number = len(coded.pop(key, ()))
            again = "yes" if number else "no" if term in with_passages else "unknown"
            told = row[term], int(row[f"{term}_passages"]), behind.pop(key, 0)
            if told != (again, number, number):
                yield f"{key}: cross, number and rows behind it are {told}, counted again {again}, {number}"
    yield from (f"{key}: coded or listed, and in no cell" for key in sorted({*coded, *behind}))


def wrong_contribution(run):
    hits, publications, places = Counter(), defaultdict(set), defaultdict(set)
    listed = defaultdict(set)
    for row in run.hits:
        if row["via"] == "catalogue":
            for term in (row["term"], "total"):
                listed[row["source"], term].add(run.final(row["publication"]))
        if row["via"] not in COUNTED:
            continue
        publication = run.final(row["publication"])
        for term in (row["term"], "total"):
            hits[row["source"], term] += 1
            publications[row["source"], term].add(publication)
            places[term, publication].add(row["source"])
    included = defaultdict(set)
    for row in run.outcomes:
        if row["outcome"] == "included":
            included[row["term"]].add(row["publication"])
            included["total"].add(row["publication"])
    for row in run.contribution:
        key, term = (row["source"], row["term"]), row["term"]
        mine = publications[key]
        alone = {one for one in mine if len(places[term, one]) == 1}
        again = {
            "hits": hits[key], "publications": len(mine), "only_here": len(alone),
            "included": len(mine & included[term]), "included_only_here": len(alone & included[term]),
        }
        if row.get("catalogue_only"):
            found = listed[key]
            again.update(box_only=len(mine - found), both=len(mine & found), catalogue_only=len(found - mine))
        elif listed[key]:
            yield f"{row['source']}, {term}: the catalogue has {len(listed[key])}, and the row says nothing of it"
        for column, number in again.items():
            if int(row[column]) != number:
                yield f"{row['source']}, {term}, {column}: {row[column]}, counted again {number}"


def flow_again(run):
    """The total of every box, in publications unless the unit says otherwise."""
    counted = [row for row in run.hits if row["via"] in COUNTED]
    found = {row["publication"] for row in counted}
    records = {(row["source"], row["publication"]) for row in counted}
    out = {}
    for row in run.screening:
        if row["verdict"] == "exclude" and row["publication"] in found:
            out.setdefault(row["publication"], []).append(ORDER.index(row["criterion"]))
    fates = defaultdict(set)
    for row in run.outcomes:
        fates[row["publication"]].add(row["outcome"])
    assessed = {run.final(name) for name in found - set(out)}
    # A publication with several pairs is as far as its best one.
    best = Counter(
        next((fate for fate in ("included", "unclear", "not-retrieved") if fate in fates[name]), "excluded")
        for name in assessed
    )
    boxes = Counter({
        ("identified", "hits"): len(counted),
        ("duplicates", "hits"): len(counted) - len(records),
        ("identified", "records"): len(records),
        ("duplicates", "records"): len(records) - len(found),
        ("screened", "publications"): len(found),
        ("excluded-screening", "publications"): len(out),
        ("sought", "publications"): len(found) - len(out),
        ("duplicates-on-files", "publications"): len(found) - len(out) - len(assessed),
        ("not-retrieved", "publications"): best["not-retrieved"],
        ("assessed", "publications"): len(assessed) - best["not-retrieved"],
        ("excluded", "publications"): best["excluded"],
        ("unclear", "publications"): best["unclear"],
        ("included", "publications"): best["included"],
    })
    return boxes, Counter(ORDER[min(at)] for at in out.values())


def wrong_flow(run):
    boxes, reasons = flow_again(run)
    told, sources = Counter(), Counter()
    for row in run.flow:
        (told if row["source"] == "total" else sources)[row["box_name"], row["unit"]] += int(row["n"])
        if row["source"] == "total" and row["box_name"] == "excluded-screening":
            if int(row["n"]) != reasons[row["reason"]]:
                yield f"excluded at screening on {row['reason']}: {row['n']}, counted again {reasons[row['reason']]}"
    for box, number in boxes.items():
        if told[box] != number:
            yield f"{box}: the total is {told[box]}, counted again {number}"
        if sources[box] != told[box]:
            yield f"{box}: the total is {told[box]}, the sources add up to {sources[box]}"


def wrong_order(run):
    orders = {
        "1-search/publications.csv": ["publication"],
        "2-screening/decisions.csv": ["publication"],
        "3-retrieval/publications.csv": ["publication"],
        "3-retrieval/documents.csv": ["publication", "document"],
        "4-extraction/occurrences.csv": ["publication", "term", "document", "page", "start"],
        "4-extraction/passages.csv": ["publication", "term", "document", "page", "start"],
        "5-eligibility/decisions.csv": ["publication"],
        "5-eligibility/outcomes.csv": ["publication", "term"],
    }
    for name, columns in orders.items():
        keys = [
            tuple(int(row[one]) if one in ("page", "start") else row[one] for one in columns)
            for row in run.rows(name)
        ]
        if keys != sorted(keys):
            yield f"{name} is not sorted by {', '.join(columns)}"


def main(folder):
    run = Run(folder)
    print(f"{folder}: {len(run.hits)} hits, {len(run.outcomes)} pairs, "
          f"{dict(sorted(Counter(row['outcome'] for row in run.outcomes).items()))}")
    print(f"    documents: {dict(sorted(Counter(row['status'] for row in run.documents).items()))}")
    check("queries.csv says how many hits each query has in hits.csv", wrong_queries(run))
    check("every pair that a counted query found has one outcome", wrong_pairs(run))
    check("every pair has a decision on each of the seven criteria", wrong_decisions(run))
    check("outcomes.csv follows from decisions.csv", wrong_outcomes(run))
    check("what screening took out stays out and was not retrieved", wrong_screening(run))
    check("a term is called absent only in a complete text", wrong_e1(run))
    check("table1.csv is a count of outcomes.csv", wrong_in_table1(run))
    check("table1.csv adds up", wrong_sums(run))
    check("documents.csv accounts for every publication that was left", wrong_documents(run))
    check("worktable.csv holds the passages of what is included", wrong_worktable(run))
    if run.has_table2:
        check("codes.csv holds slices of passages", wrong_codes(run))
        check("table2.csv is a count of codes.csv", wrong_table2(run))
    check("contribution.csv is a count of hits and outcomes", wrong_contribution(run))
    check("flow.csv is a count of hits, decisions and outcomes", wrong_flow(run))
    check("tables are sorted", wrong_order(run))
    finish()


if __name__ == "__main__":
    main(sys.argv[1])
