# What every test script here can say, and the few things it needs. Sourced, never run.
#
# A test is one line on standard output that begins with `ok: `, `failed: ` or `skipped: `; `tests/run` counts these
# lines and nothing else. Everything else a script prints is a remark.
# shellcheck shell=bash disable=SC2034

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
tests=$root/tests
cache=${BRON_TEST_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/bron-tests}
# The build that `tests/run` made, unless the caller names another program.
bron=${BRON:-${CARGO_TARGET_DIR:-$root/target}/release/bron}
some_failed=0
# Nothing is written beside the sources.
export PYTHONDONTWRITEBYTECODE=1

ok() { printf 'ok: %s\n' "$1"; }
skipped() { printf 'skipped: %s\n' "$1"; }
failed() {
    some_failed=1
    printf 'failed: %s\n' "$1"
}

# check NAME COMMAND...: the test passes where the command does.
check() {
    local name=$1
    shift
    if "$@"; then ok "$name"; else failed "$name"; fi
}

# The exit code of the script says the same as its lines.
finish() { exit "$some_failed"; }

has() { command -v "$1" >/dev/null 2>&1; }

# Leaves the script with a visible line where a program it cannot do without is missing.
need_or_skip() {
    local name=$1 program
    shift
    for program in "$@"; do
        if ! has "$program"; then
            skipped "$name: $program is not installed (tests/run --install)"
            finish
        fi
    done
}

need_bron() {
    if [ ! -x "$bron" ]; then
        failed "$1: there is no program at $bron (cargo build --release -p bron)"
        finish
    fi
}

# A folder of this script alone, in memory where there is room: real databases sync often.
new_folder() {
    local parent=${TMPDIR:-/tmp}
    if [ -w /dev/shm ] && [ "$(df --output=avail -k /dev/shm | tail -n 1)" -gt 2000000 ]; then parent=/dev/shm; fi
    mktemp -d "$parent/bron-test.XXXXXX"
}

# A port that was free a moment ago.
free_port() {
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# until_answers URL SECONDS: waits for a server, at most that long.
until_answers() {
    local rest=$(($2 * 10))
    while [ "$rest" -gt 0 ]; do
        if curl -s -o /dev/null --max-time 10 --noproxy '*' "$1"; then return 0; fi
        rest=$((rest - 1))
        sleep 0.1
    done
    echo "no answer from $1 within $2 s" >&2
    return 1
}

# stop PID: ends a process that this script started, and waits until it is gone.
stop() {
    [ -n "${1:-}" ] || return 0
    kill "$1" 2>/dev/null || return 0
    local rest=50
    while kill -0 "$1" 2>/dev/null && [ "$rest" -gt 0 ]; do
        rest=$((rest - 1))
        sleep 0.1
    done
    kill -9 "$1" 2>/dev/null || true
}

# same_stages A B: the stage files of two run folders are the same, byte for byte.
same_stages() {
    local stage
    for stage in 1-search 2-screening 3-retrieval 4-extraction 5-eligibility 6-synthesis; do
        diff -rq "$1/$stage" "$2/$stage" || return 1
    done
}
