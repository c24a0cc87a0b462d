"""Writes the document: the method, the tables, the commands."""

import os
import platform
from datetime import date
from pathlib import Path
from statistics import median
from typing import Callable

from cases import ALONE, CASES, Case
from server import BUCKET, RELEASES
from state import DAY
from tools import Deploy, Tool

KINDS = ["LIST", "HEAD", "GET", "PUT", "COPY", "DELETE"]

METHOD = """\
# How fast a site is deployed

Slipway beside the tools that people use for it today, against one S3 server, in one run in which they take turns: for each case and round every tool
once, another one first each time. `bench/sites/run.sh > docs/sites-speed.md` measures again and writes this page, but for the words on what was found;
`--help` tells how to run a part of it.

**A time counts only when the bucket is right afterwards**: exactly the site's keys, each with its content (by MD5), media type and Cache-Control. Where
it is not, the table says **wrong** and what is, and the time stands in brackets. Nobody is asked for a charset; `text/javascript` and
`application/javascript` are the same.

The site has 10,000 files of 6 KB on average: 300 prerendered pages in folders of their own, 9,000 chunks with a content hash in their names, 700 images
and data files without. Three classes of files want three values of Cache-Control: a year for what is hashed, an hour for what is not, and for pages a
question each time. Between two deploys, everything but what the case is about stays as it is, times included:

- *cold*: the bucket is empty.
- *fresh times*: as after a checkout and a build in a pipeline.
- *1 % changed*: 60 chunks, which get other names by it, the 30 pages that name them, 10 images.
- *Cache-Control of pages*: another value is asked for; no file changed.
- *same-size edit, old time*: ten pages with another price, as from a build that sets all times to the commit's.
- *1,000 removed*: 30 pages with all that only they name. Slipway removes the pages, and keeps the
  others for tabs that are still open; for it alone that is right, and *kept* below says how many.

What is measured is the whole process, with its start. Slipway is a compiled NUKE build that runs `Deploy` with everything on: the caller's account is
checked, the deploy lock taken and given back, the ledger written, pages copied for a rollback, phases kept apart, the invalidation awaited, the
release verified through the edge. That, and going back, no other tool here does. What it sends to its release bucket is counted and timed with it.

The server (`bench/sites/Server`) keeps everything in memory and shares this machine's processors with the tools, over loopback and without TLS. It
verifies no signatures and no checksums. The added latency is a wait before each answer; connections are free. So the first table shows the tools' own
work, the second what they do about waiting. Neither shows S3's bandwidth. All files are read once before each deploy, so that nobody waits for the disk.

rclone, aws and s3cmd set one Cache-Control in one call, so three calls make one deploy, pages last; each deletes in its own part of the site.
s3-sync-client takes a function. *rclone tuned, one call* is there to see what the three calls cost: with one header for all it is always wrong. Only
file types are used that every tool knows by itself; fonts (`.woff2`) would cost most of them a call more.
"""


def markdown(tools: list[Tool], missing: dict[str, str], runs: list[dict], rounds: int, scratch: Path) -> str:
    found = Runs(runs)
    parts = [METHOD, _setting(tools, missing, rounds)]
    for latency in found.values("latency"):
        cases = [case for case in CASES if case.name not in ALONE and case.name in found.values("case")]
        if cases:
            parts.append(f"## {latency} ms of latency: seconds, median (min…max)\n\n" + _table(tools, cases, lambda tool, case: found.time(latency, case, tool)))
            parts.append("Processor seconds, median; peak memory in MB, the highest\n\n" + _table(tools, cases, lambda tool, case: found.cost(latency, case, tool)))
    if found.wrongs():
        parts.append("## What was wrong\n\n" + "\n".join(found.wrongs()))
    parts.append(_requests(tools, found))
    if ALONE & set(found.values("case")):
        parts.append(_alone(found))
    parts.append(_goals(found))
    parts.append(_commands(tools, scratch))
    return "\n\n".join(part.strip() for part in parts)


class Runs:
    def __init__(self, runs: list[dict]):
        self._runs = sorted(runs, key=lambda run: run["latency"])

    def values(self, name: str) -> list:
        return list(dict.fromkeys(run[name] for run in self._runs))

    def of(self, latency: int, case: str, tool: str) -> list[dict]:
        return [run for run in self._runs if (run["latency"], run["case"], run["tool"]) == (latency, case, tool)]

    def median(self, latency: int, case: str, tool: str) -> float | None:
        """Null: it was not run, or left the bucket wrong."""
        runs = self.of(latency, case, tool)
        return median(run["seconds"] for run in runs) if runs and not any(run["wrong"] for run in runs) else None

    def time(self, latency: int, case: Case, tool: Tool) -> str:
        runs = self.of(latency, case.name, tool.name)
        if not runs:
            return "–"
        times = [run["seconds"] for run in runs]
        text = f"{median(times):.2f} ({min(times):.2f}…{max(times):.2f})"
        return f"**wrong** [{text}]" if any(run["wrong"] for run in runs) else text

    def cost(self, latency: int, case: Case, tool: Tool) -> str:
        runs = self.of(latency, case.name, tool.name)
        return f"{median(run['cpu'] for run in runs):.1f} s; {max(run['megabytes'] for run in runs):.0f}" if runs else "–"

    def wrongs(self) -> list[str]:
        """A line for each tool and case, with what was wrong in its last run that was."""
        labels = {case.name: case.label for case in CASES}
        lines = {}
        for run in self._runs:
            if run["wrong"]:
                lines[run["tool"], run["case"]] = f"- {run['tool']}, {labels[run['case']]}: {'; '.join(line.replace(chr(10), ' ') for line in run['wrong'])}"
        return list(lines.values())


def _setting(tools: list[Tool], missing: dict[str, str], rounds: int) -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    names = ", ".join(f"{tool.label} {tool.version}" for tool in tools)
    without = "".join(f" {name} could not be had: {why}." for name, why in missing.items())
    return (
        f"{date.today():%Y-%m-%d}, {rounds} round{'s' if rounds > 1 else ''}, {os.cpu_count()} processors, {memory:.0f} GB, {platform.system()} {platform.release().split('-')[0]}. {names}."
        f"{without} s3deploy and s5cmd are missing since neither Debian nor npm has them.")


def _table(tools: list[Tool], cases: list[Case], cell: Callable[[Tool, Case], str]) -> str:
    rows = [["", *(tool.label for tool in tools)], ["---"] * (len(tools) + 1)]
    rows += [[case.label, *(cell(tool, case) for tool in tools)] for case in cases]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _requests(tools: list[Tool], found: Runs) -> str:
    latency = found.values("latency")[0]
    lines = [
        "## Requests", "",
        "Of the last round, to the site's bucket. Parts are those of multipart uploads, with what begins and ends them; *other* is what is asked of the bucket itself; *kept* are\nfiles of the release before that were left.", "",
        f"| | | {' | '.join(KINDS)} | parts | other | kept |", f"|{'---|' * (len(KINDS) + 5)}",
    ]
    for case in CASES:
        for tool in tools:
            runs = found.of(latency, case.name, tool.name)
            if runs:
                counts = runs[-1]["counts"].get(BUCKET, {})
                parts = sum(count for kind, count in counts.items() if "PART" in kind)
                other = sum(counts.values()) - sum(counts.get(kind, 0) for kind in KINDS) - parts
                cells = [*(counts.get(kind, 0) for kind in KINDS), parts, other]
                lines.append(f"| {case.label} | {tool.label} | {' | '.join(f'{count:,}' for count in [*cells, runs[-1]['kept']])} |")
    releases = [
        f"{case.label}: {_told(runs[-1]['counts'].get(RELEASES, {}))}; {_told(runs[-1]['counts'].get('', {}))}"
        for case in CASES if (runs := found.of(latency, case.name, "slipway"))
    ]
    return "\n".join([*lines, "", "Slipway's others, to the release bucket; and to STS, CloudFront and the edge:", "", *(f"- {line}" for line in releases)])


def _told(counts: dict[str, int]) -> str:
    return ", ".join(f"{count:,} {kind}" for kind, count in sorted(counts.items())) or "none"


def _alone(found: Runs) -> str:
    lines = ["## 100,000 files, Slipway alone", "", "| | latency | seconds | processor seconds | peak MB |", "|---|---|---|---|---|"]
    for case in CASES:
        for latency in found.values("latency"):
            runs = found.of(latency, case.name, "slipway") if case.name in ALONE else []
            if runs:
                wrong = "**wrong** " if any(run["wrong"] for run in runs) else ""
                lines.append(
                    f"| {case.label} | {latency} ms | {wrong}{median(run['seconds'] for run in runs):.2f} | {median(run['cpu'] for run in runs):.1f} | {max(run['megabytes'] for run in runs):.0f} |")
    return "\n".join(lines)


def _goals(found: Runs) -> str:
    """What was aimed at, beside what was measured."""
    lines = ["## Goals", "", "| | latency | aimed at | measured |", "|---|---|---|---|"]
    for latency in found.values("latency"):
        cold, tuned = found.median(latency, "cold", "slipway"), found.median(latency, "cold", "rclone-tuned")
        if cold and tuned:
            lines.append(f"| cold, beside tuned rclone | {latency} ms | 2 times faster | {tuned / cold:.1f} times |")
        for case in ("same", "touched"):
            own = found.median(latency, case, "slipway")
            others = {tool: time for tool in found.values("tool") if tool != "slipway" and (time := found.median(latency, case, tool))}
            if own and others:
                best = min(others, key=lambda tool: others[tool])
                label = next(each.label for each in CASES if each.name == case)
                lines.append(f"| {label}, beside the best that is right ({best}) | {latency} ms | 2 times faster | {others[best] / own:.1f} times |")
        for run in found.of(latency, "same", "slipway")[-1:]:
            counts = run["counts"].get(BUCKET, {})
            lines.append(f"| no change | {latency} ms | 0 HEAD, at most 11 LIST | {counts.get('HEAD', 0)} HEAD, {counts.get('LIST', 0)} LIST |")
        for case in CASES:
            if case.name in ALONE and (runs := found.of(latency, case.name, "slipway")):
                lines.append(f"| {case.label} | {latency} ms | within 300 MB | {max(run['megabytes'] for run in runs):.0f} MB |")
    return "\n".join(lines)


def _commands(tools: list[Tool], scratch: Path) -> str:
    """The commands as they were run, with short names for folders."""
    lines = ["## The commands", "", "Each tool's commands for one deploy are timed together. Node's driver is `bench/sites/compare/sync.mjs`.", "", "```"]
    deploy = Deploy(scratch / "dist", DAY)
    for tool in tools:
        for command in tool.commands(deploy):
            words = [os.path.basename(word) if number == 0 or word.endswith((".dll", ".mjs", ".conf", "/s3cmd")) else word for number, word in enumerate(command)]
            words = [word.replace(f"{scratch}/", "") if "node_modules" not in word else "node_modules" for word in words]
            lines.append(" ".join(f'"{word}"' if " " in word or "*" in word else word for word in words))
    return "\n".join([*lines, "```"])
