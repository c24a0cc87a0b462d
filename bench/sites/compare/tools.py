"""The tools, and the commands that deploy a site with them as their users would: each is told the content types and headers that it can be told."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Callable

import state
from server import BUCKET, Server

# rclone, aws and s3cmd set one Cache-Control in one call, so that a site takes three: hashed files, other files, and pages at last.
ASSETS, OTHERS, PAGES = "assets", "others", "pages"


@dataclass(frozen=True)
class Deploy:
    """What is deployed."""

    folder: Path
    edge_seconds: int

    def header(self, part: str) -> str:
        return {ASSETS: state.IMMUTABLE, OTHERS: state.SHARED, PAGES: state.document(self.edge_seconds)}[part]


@dataclass(frozen=True)
class Tool:
    name: str
    label: str
    version: str
    commands: Callable[[Deploy], list[list[str]]]
    environment: dict[str, str] = field(default_factory=dict)
    folder: Path | None = None
    may_keep: bool = False
    """Whether it keeps files of earlier releases."""

    def variables(self, deploy: Deploy) -> dict[str, str]:
        own = {"BENCH_EDGE_SECONDS": str(deploy.edge_seconds), "BENCH_SOURCE": f"dist/{deploy.folder.name}"}
        return self.environment | (own if self.name == "slipway" else {})


NAMES = ["slipway", "rclone", "rclone-tuned", "rclone-once", "aws", "s3cmd", "s3-sync-client"]


class Toolbox:
    """Finds the tools, or fetches them into `peers`."""

    def __init__(self, server: Server, scratch: Path, peers: Path, shop: str):
        self._server = server
        self._scratch = scratch
        self._peers = peers
        self._shop = shop
        self.missing: dict[str, str] = {}
        self.environment = {
            **clean(), "HOME": str(scratch), "AWS_ENDPOINT_URL": server.url, "AWS_ACCESS_KEY_ID": "AKIABENCHMARK", "AWS_SECRET_ACCESS_KEY": "0123456789abcdef",
            "AWS_REGION": "us-east-1", "AWS_DEFAULT_REGION": "us-east-1", "AWS_EC2_METADATA_DISABLED": "true",
        }

    def find(self, names: list[str]) -> list[Tool]:
        makers = {"slipway": self._slipway, "aws": self._aws, "s3cmd": self._s3cmd, "s3-sync-client": self._sync_client}
        tools = []
        for name in names:
            try:
                tools.append(self._rclone(name) if name.startswith("rclone") else makers[name]())
            except (OSError, subprocess.CalledProcessError) as error:
                said = getattr(error, "stderr", None) or getattr(error, "stdout", None) or str(error)
                self.missing[name] = said.strip().splitlines()[-1]
        return tools

    def slipway(self, *words: str) -> list[str]:
        return ["dotnet", self._shop, *words, "--environment", "bench", "--root", str(self._repository())]

    def _slipway(self) -> Tool:
        # As build.sh starts it.
        environment = {**self.environment, "DOTNET_TieredPGO": "0", "BENCH_BUCKET": BUCKET, "BENCH_EDGE": self._server.edge}
        commit = said(["git", "-C", str(Path(__file__).parent), "rev-parse", "--short=8", "HEAD"], clean())
        return Tool("slipway", "Slipway", commit, lambda deploy: [self.slipway("Deploy")], environment, self._repository(), may_keep=True)

    def _repository(self) -> Path:
        """A repository to deploy from. The site's files are built, not committed, so that nothing else is in it."""
        folder = self._scratch / "shop"
        if not (folder / ".git").exists():
            (folder / ".nuke").mkdir(parents=True, exist_ok=True)
            (folder / ".nuke/parameters.json").write_text("{}")
            (folder / ".gitignore").write_text(".nuke/temp/\ndist/\n")
            said(["git", "init", "--quiet"], clean(), folder)
            self.commit()
        return folder

    def commit(self) -> None:
        """Commits what the build made of itself when it ran first."""
        for command in ["add --all", "-c user.name=Bench -c user.email=bench@example.com commit --quiet --message Work"]:
            said(["git", *command.split(" ")], clean(), self._scratch / "shop")

    def _rclone(self, name: str) -> Tool:
        program = shutil.which("rclone") or str(self._package("rclone") / "usr/bin/rclone")
        # As "AWS" it would ask for hosts named after buckets, which loopback has not; else the two are alike.
        environment = {
            **self.environment, "RCLONE_CONFIG": str(self._scratch / "none.conf"), "RCLONE_CONFIG_BENCH_TYPE": "s3", "RCLONE_CONFIG_BENCH_PROVIDER": "Minio",
            "RCLONE_CONFIG_BENCH_ENV_AUTH": "true", "RCLONE_CONFIG_BENCH_REGION": "us-east-1", "RCLONE_CONFIG_BENCH_ENDPOINT": self._server.url,
        }
        (self._scratch / "none.conf").touch()
        tuned = [] if name == "rclone" else ["--checksum", "--fast-list", "--transfers", "64", "--checkers", "64", "--s3-no-head", "--s3-no-check-bucket"]
        chosen = {ASSETS: ["--include", "/assets/**"], OTHERS: ["--exclude", "/assets/**", "--exclude", "*.html"], PAGES: ["--include", "*.html"]}

        def commands(deploy: Deploy) -> list[list[str]]:
            sync = [program, "sync", str(deploy.folder), f"bench:{BUCKET}", *tuned]
            if name == "rclone-once":
                return [[*sync, "--header-upload", f"Cache-Control: {state.SHARED}"]]
            return [[*sync, "--header-upload", f"Cache-Control: {deploy.header(part)}", *words] for part, words in chosen.items()]

        labels = {"rclone": "rclone", "rclone-tuned": "rclone tuned", "rclone-once": "rclone tuned, one call"}
        return Tool(name, labels[name], said([program, "version"], environment).split()[1], commands, environment)

    def _aws(self) -> Tool:
        # The shim that pyenv puts before it would be measured with it.
        program = said(["pyenv", "which", "aws"], os.environ) if shutil.which("pyenv") else shutil.which("aws")
        if program is None:
            raise OSError("aws is not on the PATH")
        chosen = {
            ASSETS: ["--exclude", "*", "--include", "assets/*"], OTHERS: ["--exclude", "assets/*", "--exclude", "*.html"], PAGES: ["--exclude", "*", "--include", "*.html"],
        }

        def commands(deploy: Deploy) -> list[list[str]]:
            return [
                [program, "s3", "sync", str(deploy.folder), f"s3://{BUCKET}", "--delete", "--only-show-errors", "--cache-control", deploy.header(part), *words]
                for part, words in chosen.items()
            ]

        return Tool("aws", "aws s3 sync", said([program, "--version"], self.environment).split()[0].removeprefix("aws-cli/"), commands, self.environment)

    def _s3cmd(self) -> Tool:
        environment, program = self.environment, shutil.which("s3cmd")
        words = [program]
        if program is None:
            package = self._package("s3cmd")
            words = [sys.executable, str(package / "usr/bin/s3cmd")]
            environment = {**environment, "PYTHONPATH": str(package / "usr/lib/python3/dist-packages")}
        settings = self._scratch / "s3cmd.conf"
        host = self._server.url.removeprefix("http://")
        settings.write_text(f"[default]\naccess_key = AKIABENCHMARK\nsecret_key = 0123456789abcdef\nhost_base = {host}\nhost_bucket = {host}\nuse_https = False\n")
        # libmagic, its default, calls css and js text/plain.
        sync = [*words, "--config", str(settings), "sync", "--quiet", "--no-progress", "--delete-removed", "--no-mime-magic", "--guess-mime-type"]
        chosen = {
            ASSETS: ["--exclude", "*", "--include", "assets/*"], OTHERS: ["--exclude", "assets/*", "--exclude", "*.html"], PAGES: ["--exclude", "*", "--include", "*.html"],
        }

        def commands(deploy: Deploy) -> list[list[str]]:
            return [[*sync, "--add-header", f"Cache-Control: {deploy.header(part)}", *words, f"{deploy.folder}/", f"s3://{BUCKET}/"] for part, words in chosen.items()]

        return Tool("s3cmd", "s3cmd", said([*words, "--version"], environment).split()[-1], commands, environment)

    def _sync_client(self) -> Tool:
        modules = self._peers / "node" / "node_modules"
        if not (modules / "s3-sync-client").exists():
            modules.parent.mkdir(parents=True, exist_ok=True)
            said(["npm", "install", "--no-audit", "--no-fund", "--prefix", str(modules.parent), "s3-sync-client@4.3.1", "@aws-sdk/client-s3", "@aws-sdk/abort-controller"], os.environ)
        script = str(Path(__file__).parent / "sync.mjs")
        version = said(["node", "-p", f"require('{modules}/s3-sync-client/package.json').version"], clean())
        return Tool(
            "s3-sync-client", "s3-sync-client", version,
            lambda deploy: [["node", script, str(modules), str(deploy.folder), BUCKET, str(deploy.edge_seconds)]], self.environment)

    def _package(self, name: str) -> Path:
        """Debian's package, unpacked; nothing is installed."""
        folder = self._peers / name
        if not folder.exists():
            self._peers.mkdir(parents=True, exist_ok=True)
            with_variables = dict(os.environ)
            said(["apt-get", "download", name], with_variables, self._peers)
            said(["dpkg-deb", "--extract", str(next(self._peers.glob(f"{name}_*.deb"))), str(folder)], with_variables)
        return folder


def clean() -> dict[str, str]:
    """This process's variables without those by which a machine's own settings would have a say."""
    ours = ("AWS_", "RCLONE_", "NODE_", "NUKE_", "GITHUB_", "BENCH_", "DOTNET_gc", "DOTNET_Tiered")
    proxies = ("http_proxy", "https_proxy", "all_proxy", "no_proxy", "ci")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours) and name.lower() not in proxies}


def said(command: list[str], environment: dict[str, str], folder: Path | None = None) -> str:
    result = subprocess.run(command, env=environment, cwd=folder, check=True, text=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    return (result.stdout or result.stderr).strip()
