"""Reads WARC files with nothing but the standard library, so that the archive is judged by a second reader.

A file cut off in the middle of a record ends before that record, as after `kill -9`.
"""

import hashlib
import zlib
from pathlib import Path


def members(path):
    """The decompressed gzip members of a file, each with its offset and length; a torn last one is left out."""
    data = Path(path).read_bytes()
    at = 0
    while at < len(data):
        engine = zlib.decompressobj(wbits=31)
        try:
            text = engine.decompress(data[at:])
        except zlib.error:
            return
        if not engine.eof:
            return
        length = len(data) - at - len(engine.unused_data)
        yield at, length, text
        at += length


def records(path):
    """(named fields with keys in small letters, block) of every whole record."""
    for _, _, text in members(path):
        head, _, rest = text.partition(b"\r\n\r\n")
        fields = {}
        for line in head.decode("utf-8").split("\r\n")[1:]:
            name, _, value = line.partition(":")
            fields[name.strip().lower()] = value.strip()
        yield fields, rest[: int(fields["content-length"])]


def exchanges(folder):
    """Every exchange of an archive, in the order of writing: method, address, status and body as transferred; of what was
    posted the first sixteen digits of its sha256.

    The status is 0 where no answer came; `cut` names why a body is not whole.
    """
    for path in sorted(Path(folder).glob("*.warc.gz")):
        method, posted = None, ""
        for fields, block in records(path):
            kind = fields["warc-type"]
            if kind == "request":
                method = block.split(b" ", 1)[0].decode("ascii", "replace")
                body = block.partition(b"\r\n\r\n")[2]
                posted = hashlib.sha256(body).hexdigest()[:16] if body else ""
            elif kind in ("response", "metadata") and method:
                yield Exchange(path, method, posted, fields, block)
                method = None


class Exchange:
    def __init__(self, path, method, posted, fields, block):
        self.path = path
        self.method = method
        self.posted = posted
        self.url = fields.get("warc-target-uri", "")
        self.date = fields.get("warc-date", "")
        self.cut = fields.get("warc-truncated", "")
        self.status, self.headers, self.body = 0, {}, b""
        if fields["warc-type"] == "response":
            head, _, self.body = block.partition(b"\r\n\r\n")
            lines = head.decode("latin-1").split("\r\n")
            self.status = int(lines[0].split(" ")[1])
            for line in lines[1:]:
                name, _, value = line.partition(":")
                self.headers[name.strip().lower()] = value.strip()

    @property
    def settled(self):
        """Whether asking again would be asking for what the archive holds whole."""
        return not self.cut and 200 <= self.status < 500 and self.status not in (408, 429)

    @property
    def decoded(self):
        if self.headers.get("content-encoding", "identity").lower() in ("gzip", "x-gzip"):
            return zlib.decompress(self.body, wbits=31)
        return self.body
