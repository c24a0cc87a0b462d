"""What has to lie in the bucket after a deploy, and how what lies there differs from it."""

import hashlib
from dataclasses import dataclass

DAY = 24 * 3600
IMMUTABLE = "public, max-age=31536000, immutable"
SHARED = "public, max-age=3600, stale-while-revalidate=86400"

TYPES = {
    "html": "text/html", "js": "text/javascript", "css": "text/css", "json": "application/json",
    "jpg": "image/jpeg", "png": "image/png", "svg": "image/svg+xml", "mp4": "video/mp4",
}

# https://www.rfc-editor.org/rfc/rfc9239: other names of one type.
SAME_TYPES = {"application/javascript": "text/javascript", "application/x-javascript": "text/javascript"}


def document(edge_seconds: int) -> str:
    """The Cache-Control of pages."""
    return f"public, max-age=0, must-revalidate, s-maxage={edge_seconds}"


def cache_control(path: str, edge_seconds: int) -> str:
    return IMMUTABLE if path.startswith("assets/") else document(edge_seconds) if path.endswith(".html") else SHARED


@dataclass(frozen=True)
class Judgement:
    wrong: list[str]
    """What differs, a line for each kind; empty: nothing."""

    kept: int
    """Files of earlier releases that still lie there."""


class Judge:
    """Compares buckets with sites. Remembers the hashes of contents: the same files are looked at after each run."""

    def __init__(self) -> None:
        self._hashes: dict[int, tuple[bytes, str]] = {}

    def judge(self, objects: list[dict], files: dict[str, bytes], before: dict[str, bytes], edge_seconds: int, may_keep: bool) -> Judgement:
        """`may_keep`: files of the release before that are no pages may stay, as they were, for tabs that are still open."""
        there = {item["Key"]: item for item in objects}
        surplus = there.keys() - files.keys()
        kept = {key for key in surplus if may_keep and key in before and not key.endswith(".html") and there[key]["Md5"] == self._hash(before[key])}
        both = [(key, there[key], content) for key, content in files.items() if key in there]
        kinds = {
            "missing": [key for key in files if key not in there],
            "not deleted": sorted(surplus - kept),
            "content": [key for key, item, content in both if item["Md5"] != self._hash(content)],
            "Content-Type": [f"{key}: {item['Type']}" for key, item, _ in both if not same_type(key, item["Type"])],
            "Cache-Control": [f"{key}: {item['CacheControl']}" for key, item, _ in both if directives(item["CacheControl"]) != directives(cache_control(key, edge_seconds))],
            "Content-Encoding": [f"{key}: {item['Encoding']}" for key, item, _ in both if item["Encoding"]],
        }
        return Judgement([f"{name} of {len(found):,} ({found[0]})" for name, found in kinds.items() if found], len(kept))

    def _hash(self, content: bytes) -> str:
        known = self._hashes.get(id(content))
        if known is None or known[0] is not content:
            known = (content, hashlib.md5(content, usedforsecurity=False).hexdigest())
            self._hashes[id(content)] = known
        return known[1]


def same_type(key: str, given: str | None) -> bool:
    # Parameters are let go: only some tools can say the charset.
    bare = (given or "").split(";")[0].strip().lower()
    return SAME_TYPES.get(bare, bare) == TYPES[key.rsplit(".", 1)[1]]


def directives(header: str | None) -> frozenset[str]:
    return frozenset(part.strip().lower() for part in (header or "").split(",") if part.strip())
