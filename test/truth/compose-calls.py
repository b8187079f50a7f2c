"""Debian's docker-compose, loaded once, which is most of what a call costs.

Each line of the input is a call as JSON, `{"args": [...], "environment": {...}}`, each line of the output its answer,
`{"status": 0, "stdout": "...", "stderr": "..."}`. A call runs in a fork of this process: it leaves nothing behind for the next.
"""

import json
import os
import sys
import tempfile

from compose.cli import main


def answer(call):
    with tempfile.TemporaryFile() as stdout, tempfile.TemporaryFile() as stderr:
        child = os.fork()
        if child == 0:
            run(call, stdout.fileno(), stderr.fileno())
        _, status = os.waitpid(child, 0)
        return {"status": os.waitstatus_to_exitcode(status), "stdout": text(stdout), "stderr": text(stderr)}


def run(call, stdout, stderr):
    """Be `docker-compose` with these arguments; never returns."""
    os.dup2(stdout, 1)
    os.dup2(stderr, 2)
    os.environ.clear()
    os.environ.update(call["environment"])
    sys.argv = ["docker-compose", *call["args"]]
    status = 0
    try:
        main.main()
    except SystemExit as end:
        if isinstance(end.code, str):
            print(end.code, file=sys.stderr)
        status = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        status = 1
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


def text(file):
    file.seek(0)
    return file.read().decode("utf-8", "replace")


for line in sys.stdin:
    print(json.dumps(answer(json.loads(line))), flush=True)
