#!/usr/bin/env python3
"""Stands before the real WordPress and does byte by byte what no web server does on purpose.

usage: raw.py PORT WORDPRESS_PORT   The first word of the Host header names the fault (`reset-after.test`).

A fault meets the search alone; all else (robots.txt, the post types, dates) is what WordPress answers. It ends with the
script that started it.
"""

import http.client
import os
import re
import socket
import struct
import sys
import threading
import time

PORT, WORDPRESS = int(sys.argv[1]), int(sys.argv[2])
JSON = b"HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=UTF-8\r\n"
asked_before = set()


def wordpress(target, host):
    """What WordPress answers: status, the headers that matter, body with later result pages under the name asked."""
    connection = http.client.HTTPConnection("127.0.0.1", WORDPRESS, timeout=60)
    connection.request("GET", target, headers={"Host": "wordpress.test"})
    answer = connection.getresponse()
    kept = ("content-type", "location", "x-wp-total", "x-wp-totalpages")
    headers = {name.lower(): value for name, value in answer.getheaders() if name.lower() in kept}
    return answer.status, headers, answer.read().replace(b"http://wordpress.test/page/", f"http://{host}/page/".encode())


def send(client, status, headers, body):
    lines = [f"HTTP/1.1 {status} {http.client.responses.get(status, 'Odd')}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    lines += [f"Content-Length: {len(body)}", "Connection: close", "", ""]
    client.sendall("\r\n".join(lines).encode() + body)


def relay(client, target, host):
    send(client, *wordpress(target, host))


def reset(client):
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    client.close()


def until_hung_up(client):
    """Waits until the other side has had enough of it."""
    try:
        while client.recv(4096):
            pass
    except OSError:
        pass


# --- faults of bytes ---------------------------------------------------------------------------------------------


def slow_header(client, *_asked):
    until_hung_up(client)


def half_header(client, *_asked):
    client.sendall(b"HTTP/1.1 200 OK\r\nContent-Ty")
    until_hung_up(client)


def dripped(client, *_asked):
    client.sendall(JSON + b"Content-Length: 1000\r\n\r\n")
    for _ in range(1000):
        client.sendall(b"[")
        time.sleep(0.5)


def short_body(client, *_asked):
    client.sendall(JSON + b'Content-Length: 1000\r\n\r\n[{"id":1}]')


def bad_chunk(client, *_asked):
    client.sendall(JSON + b"Transfer-Encoding: chunked\r\n\r\n2\r\n[]\r\nZZ\r\n[]\r\n0\r\n\r\n")


def no_last_chunk(client, *_asked):
    client.sendall(JSON + b"Transfer-Encoding: chunked\r\n\r\n2\r\n[]\r\n")


def reset_before(client, *_asked):
    reset(client)


def reset_after(client, *_asked):
    client.sendall(JSON + b'Content-Length: 1000\r\n\r\n[{"id"')
    time.sleep(0.2)
    reset(client)


def endless(client, *_asked):
    client.sendall(JSON + b"\r\n")
    while True:
        client.sendall(b"[" * 65536)


def big_header(client, *_asked):
    client.sendall(b"HTTP/1.1 200 OK\r\nX-Long: " + b"a" * (1 << 20) + b"\r\nContent-Length: 2\r\n\r\n[]")


def not_http(client, *_asked):
    client.sendall(b"SSH-2.0-OpenSSH_9.2\r\n")


def half_json(client, target, host):
    status, headers, body = wordpress(target, host)
    send(client, status, headers, body[: len(body) // 2])


def flaky(client, target, host):
    if target in asked_before:
        return relay(client, target, host)
    asked_before.add(target)
    send(client, 503, {"content-type": "text/html"}, b"<html><body>Even geduld</body></html>")


# --- faults of pages ---------------------------------------------------------------------------------------------


def latin_1(client, target, host):
    status, headers, body = wordpress(target, host)
    page = body.decode().replace('<meta charset="UTF-8" />', "").encode("latin-1", "xmlcharrefreplace")
    send(client, status, {**headers, "content-type": "text/html; charset=iso-8859-1"}, page)


def page_in(target):
    """WordPress itself links to `/page/2/?s=`, and understands `?s=&paged=2` as well."""
    found = re.search(r"(?:paged=|/page/)(\d+)", target)
    return int(found[1]) if found else 1


def other_total(difference):
    """The number of results is another from page 2 on."""

    def change(client, target, host):
        status, headers, body = wordpress(target, host)
        if page_in(target) > 1:
            count = re.compile(rb'(<p class="aantal">)(\d+)')
            body = count.sub(lambda found: found[1] + b"%d" % (int(found[2]) + difference), body)
        send(client, status, headers, body)

    return change


def last_page_again(client, target, host):
    number = page_in(target)
    status, headers, body = wordpress(target, host)
    while status == 404 and number > 1:
        number -= 1
        status, headers, body = wordpress(re.sub(r"paged=\d+", f"paged={number}", target), host)
    send(client, status, headers, body)


def yesterday(client, target, host):
    """Dates as some sites show them."""
    status, headers, body = wordpress(target, host)
    send(client, status, headers, re.sub(rb"<time [^>]*>.*?</time>", b"<time>gisteren</time>", body, flags=re.DOTALL))


FAULTS = {
    "flaky": flaky, "slow-header": slow_header, "half-header": half_header, "dripped": dripped,
    "short-body": short_body, "bad-chunk": bad_chunk, "no-last-chunk": no_last_chunk, "reset-before": reset_before,
    "reset-after": reset_after, "endless": endless, "big-header": big_header, "not-http": not_http,
    "half-json": half_json, "latin-1": latin_1, "growing-total": other_total(1), "shrinking-total": other_total(-1),
    "last-page-again": last_page_again, "yesterday": yesterday,
}


def serve(client):
    with client:
        client.settimeout(60)
        try:
            asked = b""
            while b"\r\n\r\n" not in asked:
                more = client.recv(4096)
                if not more:
                    return
                asked += more
            head = asked.decode("latin-1").split("\r\n")
            target = head[0].split(" ")[1]
            host = next(line.split(":", 1)[1].strip() for line in head if line.lower().startswith("host:"))
            is_search = "/wp/v2/search" in target or "?s=" in target
            (FAULTS[host.split(".")[0]] if is_search else relay)(client, target, host)
        except OSError:
            pass


def main():
    parent = os.getppid()
    server = socket.create_server(("127.0.0.1", PORT), backlog=128)
    server.settimeout(1)
    while os.getppid() == parent:
        try:
            client, _ = server.accept()
        except TimeoutError:
            continue
        threading.Thread(target=serve, args=(client,), daemon=True).start()


if __name__ == "__main__":
    main()
