"""Runs commands and takes the operating system's own account of them."""

import os
import signal
import subprocess
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from server import end_with_parent


@dataclass(frozen=True)
class Usage:
    seconds: float
    cpu: float
    """Seconds of user and system time, of the processes that it started too."""

    megabytes: float
    """Peak resident memory of its largest process."""

    failure: str | None
    """The end of what it said, when it failed."""


def run(commands: list[list[str]], environment: dict[str, str], folder: Path, log: Path, limit: float) -> Usage:
    """Runs them one after the other, as one deploy. A run that takes longer than `limit` seconds is ended."""
    begin = time.monotonic()
    cpu = kilobytes = 0.0
    failure = None
    for command in commands:
        with log.open("wb") as output:
            process = subprocess.Popen(
                command, env=environment, cwd=folder, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
                start_new_session=True, preexec_fn=end_with_parent)
            timer = threading.Timer(limit, os.killpg, (process.pid, signal.SIGKILL))
            timer.start()
            _, status, used = os.wait4(process.pid, 0)
            timer.cancel()
            process.returncode = os.waitstatus_to_exitcode(status)
        cpu += used.ru_utime + used.ru_stime
        kilobytes = max(kilobytes, used.ru_maxrss)
        if process.returncode != 0:
            said = log.read_text(errors="replace").strip()[-4000:]
            failure = f"{os.path.basename(command[0])} ended with {process.returncode}: {said}"
            break
    return Usage(time.monotonic() - begin, cpu, kilobytes / 1024, failure)
