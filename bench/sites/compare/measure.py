"""Runs commands and takes the operating system's own account of them.

Started as a program, it is the process that starts them: Linux counts what a process holds when it forks as memory of the child, and the one
that drives the benchmark holds whole sites.
"""

import ctypes
import json
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Usage:
    seconds: float
    cpu: float
    """Seconds of user and system time, of the processes that it started too."""

    megabytes: float
    """Peak resident memory of its largest process."""

    failure: str | None
    """The end of what it said, when it failed."""


class Runner:
    def __init__(self, log: Path):
        self._log = log
        self._process = subprocess.Popen([sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, preexec_fn=end_with_parent)

    def run(self, commands: list[list[str]], environment: dict[str, str], folder: Path, limit: float) -> Usage:
        """Runs them one after the other, as one deploy. A run that takes longer than `limit` seconds is ended."""
        order = {"commands": commands, "environment": environment, "folder": str(folder), "log": str(self._log), "limit": limit}
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        return Usage(**json.loads(self._process.stdout.readline()))

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait()


def carry_out(commands: list[list[str]], environment: dict[str, str], folder: str, log: str, limit: float) -> Usage:
    begin = time.monotonic()
    cpu = kilobytes = 0.0
    for command in commands:
        status, used = one(command, environment, folder, log, limit)
        cpu += used.ru_utime + used.ru_stime
        kilobytes = max(kilobytes, used.ru_maxrss)
        if status != 0:
            said = Path(log).read_text(errors="replace").strip()[-4000:]
            return Usage(time.monotonic() - begin, cpu, kilobytes / 1024, f"{os.path.basename(command[0])} ended with {status}: {said}")
    return Usage(time.monotonic() - begin, cpu, kilobytes / 1024, None)


def one(command: list[str], environment: dict[str, str], folder: str, log: str, limit: float):
    with open(log, "wb") as output:
        process = subprocess.Popen(
            command, env=environment, cwd=folder, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
            start_new_session=True, preexec_fn=end_with_parent)
    timer = threading.Timer(limit, os.killpg, (process.pid, signal.SIGKILL))
    timer.start()
    _, status, used = os.wait4(process.pid, 0)
    timer.cancel()
    process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, used


def end_with_parent() -> None:
    """Linux ends the process when the one that started it ends, however that comes."""
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)


if __name__ == "__main__":
    for line in sys.stdin:
        print(json.dumps(asdict(carry_out(**json.loads(line)))), flush=True)
