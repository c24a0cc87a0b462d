"""Runs the tools in turn, case by case and round by round, and prints what came of it. Started by run.sh, which says what it is for."""

import argparse
import json
import shutil
import signal
import sys
import tempfile
from pathlib import Path

import report
from cases import ALONE, CASES, Case
from measure import Runner
from server import Server
from state import Judge
from tools import NAMES, Deploy, Tool, Toolbox, clean
from tree import Films, Site


class Bench:
    def __init__(self, options: argparse.Namespace, scratch: Path):
        self._options = options
        self._scratch = scratch
        self._runner = Runner(scratch / "log")
        self._server = Server(options.server, scratch, clean())
        self._box = Toolbox(self._server, scratch, options.peers or scratch / "peers", options.shop)
        self._judge = Judge()
        self._sites: dict[str, Site] = {}
        self._prepared: set[tuple[str, str]] = set()
        self.tools = self._box.find(options.tools)
        self.missing = self._box.missing
        self.runs: list[dict] = []

    def run(self) -> None:
        try:
            self._begin()
            for latency in self._options.latencies:
                for round_number in range(self._options.rounds):
                    for case in CASES:
                        if case.name in self._options.cases:
                            self._case(case, latency, round_number)
        finally:
            self._server.stop()
            self._runner.stop()

    def earlier(self) -> list[dict]:
        """What was measured before, and was not measured again now."""
        again = {_measured(run) for run in self.runs}
        return [run for run in self._options.earlier if _measured(run) not in again]

    def shown(self, earlier: list[dict]) -> list[Tool]:
        """The tools that have a column."""
        also = {run["tool"] for run in earlier} - {tool.name for tool in self.tools}
        return sorted(self.tools + self._box.find([name for name in NAMES if name in also]), key=lambda tool: NAMES.index(tool.name))

    def _begin(self) -> None:
        """An empty bucket, and a release bucket that Slipway itself made."""
        self._server.create_bucket()
        (self._scratch / "shop/dist").mkdir(parents=True)
        for tool in self.tools:
            if tool.name == "slipway":
                made = self._runner.run([self._box.slipway("Bootstrap")], tool.environment, tool.folder, limit=120)
                if made.failure:
                    raise SystemExit(made.failure)
                self._box.commit()
        self._server.snapshot("empty")

    def _case(self, case: Case, latency: int, round_number: int) -> None:
        site = self._site(case.site)
        # Each tool goes first in its turn, whatever the one before leaves of the machine.
        turn = round_number % len(self.tools)
        tools = [tool for tool in self.tools[turn:] + self.tools[:turn] if case.name not in ALONE or tool.name == "slipway"]
        for tool in tools:
            self._prepare(tool, case.site, site)
        tools = [tool for tool in tools if tool in self.tools]
        files = case.change(site)
        try:
            for tool in tools:
                self._server.restore("empty" if case.begins_empty else f"{tool.name} {case.site}")
                self._server.latency(latency)
                run = self._deploy(tool, site, files, case)
                run |= {"case": case.name, "latency": latency, "tool": tool.name, "round": round_number}
                self.runs.append(run)
                tell(f"{latency:3} ms  round {round_number + 1}  {case.name:10} {tool.name:15} {run['seconds']:8.2f} s  {run['megabytes']:5.0f} MB  {'; '.join(run['wrong'])}")
                if self._options.record:
                    with self._options.record.open("a") as record:
                        record.write(json.dumps(run) + "\n")
        finally:
            site.revert(files)

    def _prepare(self, tool: Tool, name: str, site: Site) -> None:
        """The state that a tool finds is the one that it left itself. This first deploy is not measured; it warms the server up, and what the machine keeps of files."""
        if (tool.name, name) in self._prepared:
            return

        self._prepared.add((tool.name, name))
        tell(f"first deploy of {name} with {tool.name}")
        self._server.restore("empty")
        self._server.latency(0)
        first = self._deploy(tool, site, site.base, Case("first", "", Site.unchanged))
        if first["failure"]:
            tell(first["failure"])
            self.missing[tool.label] = "it failed"
            self.tools.remove(tool)
        for wrong in first["wrong"]:
            tell(f"  wrong: {wrong}")
        self._server.snapshot(f"{tool.name} {name}")

    def _site(self, name: str) -> Site:
        if name not in self._sites:
            tell(f"making the site {name}")
            folder = self._scratch / "shop/dist" / name
            self._sites[name] = {
                "pages": lambda: Site(folder, pages=300, lists=100, size=4000),
                "films": lambda: Films(folder, pages=0, lists=0, size=0),
                "many": lambda: Site(folder, pages=3027, lists=109, size=700),
            }[name]()
            self._sites[name].write()
        return self._sites[name]

    def _deploy(self, tool: Tool, site: Site, files: dict[str, bytes], case: Case) -> dict:
        if tool.folder:
            # A machine of a pipeline has nothing of the run before.
            shutil.rmtree(tool.folder / ".nuke/temp", ignore_errors=True)
        deploy = Deploy(site.folder, case.edge_seconds)
        site.read()
        self._server.reset_counts()
        used = self._runner.run(tool.commands(deploy), tool.variables(deploy), tool.folder or self._scratch, self._options.limit)
        counts = self._server.counts()
        judgement = self._judge.judge(self._server.objects(), files, site.base, case.edge_seconds, tool.may_keep and not case.begins_empty)
        wrong = (["failed"] if used.failure else []) + judgement.wrong
        return {"seconds": used.seconds, "cpu": used.cpu, "megabytes": used.megabytes, "counts": counts, "failure": used.failure, "wrong": wrong, "kept": judgement.kept, "files": len(files)}


def _measured(run: dict) -> tuple[int, str, str]:
    return run["latency"], run["case"], run["tool"]


def tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def parse() -> argparse.Namespace:
    def chosen(valid: list[str]):
        def parse_list(text: str) -> list[str]:
            unknown = [name for name in text.split(",") if name not in valid]
            if unknown:
                raise argparse.ArgumentTypeError(f"unknown: {', '.join(unknown)}; valid are {', '.join(valid)}")
            return text.split(",")
        return parse_list

    def recorded(text: str) -> list[dict]:
        try:
            return [json.loads(line) for line in Path(text).read_text().splitlines()]
        except (OSError, ValueError) as error:
            raise argparse.ArgumentTypeError(str(error))

    names = [case.name for case in CASES]
    parser = argparse.ArgumentParser(prog="bench/sites/run.sh")
    parser.add_argument("--server", help=argparse.SUPPRESS)
    parser.add_argument("--shop", help=argparse.SUPPRESS)
    parser.add_argument("--rounds", type=int, default=5, help="default: 5")
    parser.add_argument("--cases", type=chosen(names), default=names, help=f"of {', '.join(names)}; default: all")
    parser.add_argument("--tools", type=chosen(NAMES), default=NAMES, help=f"of {', '.join(NAMES)}; default: all")
    parser.add_argument("--latencies", type=lambda text: [int(each) for each in text.split(",")], default=[0, 20], help="milliseconds that the server waits before each answer; default: 0,20")
    parser.add_argument("--limit", type=float, default=900, help="seconds after which a run is ended, and wrong; default: 900")
    parser.add_argument("--peers", type=lambda text: Path(text).resolve(), help="folder that keeps the fetched tools; default: none")
    parser.add_argument("--record", type=lambda text: Path(text).resolve(), help="file that every run is added to, a line of JSON each")
    parser.add_argument("--with", dest="earlier", type=recorded, default=[], help="the --record of an earlier run on this machine: the page shows too what was not measured again")
    return parser.parse_args()


def main() -> int:
    options = parse()
    # What is begun is ended, and the temporary folder removed, as when a person stops it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(2))
    with tempfile.TemporaryDirectory(prefix="slipway-sites-") as scratch:
        bench = Bench(options, Path(scratch))
        bench.run()
        earlier = bench.earlier()
        print(report.markdown(bench.shown(earlier), bench.missing, bench.runs + earlier, options.rounds, Path(scratch)))
    return 1 if any(run["wrong"] for run in bench.runs if run["tool"] == "slipway") else 0


sys.exit(main())
