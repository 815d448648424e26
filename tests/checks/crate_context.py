#!/usr/bin/env python3
"""Puts the context of RO-Crate 1.1 where rocrate-validator keeps what it fetched, so that it needs no network.

usage: crate_context.py CACHE CONTEXT   (CONTEXT: `ro-crate.jsonld` of the package rocrate 0.14.0, which is that of version 1.1)
"""

import io
import sys

from requests.adapters import HTTPAdapter
from requests_cache import CachedSession
from urllib3.response import HTTPResponse

ADDRESS = "https://w3id.org/ro/crate/1.1/context"
# What is cached depends on what is asked for; the validator asks in these ways.
ACCEPTED = ["application/ld+json, application/json, */*;q=0.1", "application/ld+json", None]


class FromFile(HTTPAdapter):
    """Answers every request with one file."""

    def __init__(self, body):
        super().__init__()
        self.body = body

    def send(self, request, **_):
        headers = {"Content-Type": "application/ld+json", "Content-Length": str(len(self.body))}
        raw = HTTPResponse(
            body=io.BytesIO(self.body), headers=headers, status=200, preload_content=False, request_url=request.url
        )
        return self.build_response(request, raw)


def main(cache, context):
    with open(context, "rb") as file:
        body = file.read()
    session = CachedSession(cache_name=cache, backend="sqlite", expire_after=-1, allowable_methods=("GET",))
    session.mount(ADDRESS, FromFile(body))
    for accepted in ACCEPTED:
        session.get(ADDRESS, headers={"Accept": accepted} if accepted else {})


if __name__ == "__main__":
    main(*sys.argv[1:])
