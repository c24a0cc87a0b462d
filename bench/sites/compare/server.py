"""The S3 server, and the commands that only the benchmark gives it."""

import http.client
import json
import subprocess
import time
from pathlib import Path
from urllib.parse import urlencode

from measure import end_with_parent

BUCKET = "bench-web"
ACCOUNT = "123456789012"
RELEASES = f"slipway-shop-bench-{ACCOUNT}"


class Server:
    def __init__(self, dll: str, folder: Path, environment: dict[str, str]):
        ready = folder / "server.ports"
        self._process = subprocess.Popen(["dotnet", dll, str(ready), BUCKET], env=environment, stdin=subprocess.DEVNULL, preexec_fn=end_with_parent)
        limit = time.monotonic() + 60
        while not ready.exists():
            if self._process.poll() is not None or time.monotonic() > limit:
                raise SystemExit("The S3 server did not start.")
            time.sleep(0.05)
        self._port, edge, self._control = (int(port) for port in ready.read_text().split())
        self.url = f"http://127.0.0.1:{self._port}"
        self.edge = f"http://127.0.0.1:{edge}/"

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait()

    def create_bucket(self) -> None:
        self._ask(self._port, "PUT", f"/{BUCKET}")

    def snapshot(self, name: str) -> None:
        self._tell("/snapshot", name=name)

    def restore(self, name: str) -> None:
        self._tell("/restore", name=name)

    def latency(self, milliseconds: int) -> None:
        self._tell("/latency", milliseconds=milliseconds)

    def reset_counts(self) -> None:
        self._tell("/counts/reset")

    def counts(self) -> dict[str, dict[str, int]]:
        """Requests since the reset: bucket, kind, number. Those for no bucket are under ''."""
        found: dict[str, dict[str, int]] = {}
        for count in json.loads(self._ask(self._control, "GET", "/counts")):
            found.setdefault(count["Bucket"], {})[count["Kind"]] = count["Count"]
        return found

    def objects(self) -> list[dict]:
        return json.loads(self._ask(self._control, "GET", f"/objects?bucket={BUCKET}"))

    def _tell(self, path: str, **parameters: object) -> None:
        self._ask(self._control, "POST", f"{path}?{urlencode(parameters)}")

    @staticmethod
    def _ask(port: int, method: str, path: str) -> bytes:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        try:
            connection.request(method, path)
            answer = connection.getresponse()
            body = answer.read()
            if answer.status != 200:
                raise SystemExit(f"The S3 server answered {answer.status} to {method} {path}.")
            return body
        finally:
            connection.close()
