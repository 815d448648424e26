#!/usr/bin/env python3
"""Writes a source for each fault of the table, and the pipelines that ask them.

usage: study.py STUDY TABLE NGINX_PORT RAW_PORT WORDPRESS_PORT
"""

import csv
import sys
from pathlib import Path

WORDPRESS = """platform = "wordpress"
[wordpress]
types = ["publicatie", "post"]
"""
# The result page of the theme, two results a page.
ROWS = """platform = "html"
[html]
search = "/?s={text}&per=2"
list = "ul.wp-block-post-template"
row = "li.wp-block-post"
title = ".wp-block-post-title"
date = ".wp-block-post-date"
none = "body.search-no-results"
"""
READ_BY = {
    "wordpress": WORDPRESS,
    "pages": ROWS + 'next = "a.wp-block-query-pagination-next"\ntotal = "p.aantal"\n',
    "by-number": ROWS + 'page = "/?s={text}&per=2&paged={page}"\n',
}
PIPELINE = """name = "NAME"
title = "Storingen voor een echte WordPress"
question = "Wat wordt van een storing een regel, en welke?"
contact = "tests@example.invalid"
terms = "config/terms.toml"
criteria = "config/criteria.toml"
kinds = "config/lexicons/kinds.toml"
domains = "config/lexicons/domains.toml"
groups = "config/lexicons/groups.toml"
patterns = ["config/patterns/nl.toml", "config/patterns/en.toml"]
sources = SOURCES
only_terms = ["samenredzaamheid"]
# What each fault makes of a query is tested here; a probe would keep it from being typed.
probe = false

[window]
from_year = 2007
until = "2024-06-30"

[harvest]
delay_seconds = 0.02
connect_seconds = 2
read_seconds = READ
whole_seconds = WHOLE
longest_wait_seconds = 5
max_body = 4194304
"""


def base(fault, ports):
    """The name of the fault; where names are looked up by the machine itself, one that is this machine."""
    return f"http://localhost:{ports['nginx']}/" if fault["run"] == "resolved" else f"http://{fault['fault']}.test/"


def source(fault, ports):
    name = fault["fault"]
    about = f'id = "{name}"\nname = "{name}"\ngroup = "test"\nbase = "{base(fault, ports)}"\n'
    return about + 'hosts = ["wordpress.test"]\n' + READ_BY[fault["platform"]]


def connect_to(name, faults, ports):
    if name == "resolved":
        return ""
    places = {f"{fault['fault']}.test": ports[fault["server"]] for fault in faults}
    places["wordpress.test"] = ports["wordpress"]
    names = "".join(f'"{place}" = "127.0.0.1:{port}"\n' for place, port in sorted(places.items()))
    return f"allow_loopback = true\n\n[harvest.connect_to]\n{names}"


def pipeline(study, name, faults, ports):
    for fault in faults:
        (study / "config/sources" / f"{fault['fault']}.toml").write_text(source(fault, ports), encoding="utf-8")
    files = ", ".join(f'"config/sources/{fault["fault"]}.toml"' for fault in faults)
    # Only what is slow on purpose is given up soon; a machine that has much to do is slow as well.
    read, whole = ("4", "8") if name == "slow" else ("60", "120")
    text = PIPELINE.replace("NAME", name).replace("SOURCES", f"[{files}]").replace("READ", read).replace("WHOLE", whole)
    (study / "pipelines" / f"{name}.toml").write_text(text + connect_to(name, faults, ports), encoding="utf-8")


def main(study, table, nginx, raw, wordpress):
    ports = {"nginx": nginx, "raw": raw, "wordpress": wordpress}
    with open(table, newline="", encoding="utf-8") as file:
        faults = list(csv.DictReader(file))
    for name in sorted({fault["run"] for fault in faults}):
        pipeline(Path(study), name, [fault for fault in faults if fault["run"] == name], ports)


if __name__ == "__main__":
    main(*sys.argv[1:])
