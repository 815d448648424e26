#!/usr/bin/env python3
"""The `cargo` that maturin finds when `tests/demo/wheel` packs what is built already.

maturin asks for `cargo rustc --bin bron`, which chooses other features of the dependencies than a build of the whole workspace
and would build them all again. This one answers with the program that the tests built, and hands everything else on. The
variable BRON_REAL_CARGO names the real one; BRON_WHEEL_PROGRAM the file that the program is copied to without its symbols, whose name becomes the
command.
"""

import json
import os
import subprocess
import sys

cargo = os.environ["BRON_REAL_CARGO"]
if sys.argv[1:2] != ["rustc"]:
    os.execv(cargo, [cargo, *sys.argv[1:]])

asked = [cargo, "test", "--release", "--locked", "--workspace", "--no-run", "--message-format", "json-render-diagnostics"]
built = subprocess.run(asked, stdout=subprocess.PIPE, text=True, check=False)
for line in built.stdout.splitlines():
    message = json.loads(line)
    if message.get("reason") != "compiler-artifact":
        print(line)
        continue
    # The tests inside the program are a program of the same name.
    if message["target"]["name"] != "bron" or message["target"]["kind"] != ["bin"] or message["profile"]["test"]:
        continue
    program = os.environ["BRON_WHEEL_PROGRAM"]
    subprocess.run(["strip", "--strip-all", "-o", program, message["executable"]], check=True)
    print(json.dumps(message | {"executable": program, "filenames": [program]}))
sys.exit(built.returncode)
