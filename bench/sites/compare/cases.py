"""The cases: what happened to the site since its last deploy."""

from dataclasses import dataclass
from typing import Callable

from state import DAY
from tree import Site


@dataclass(frozen=True)
class Case:
    name: str
    label: str
    change: Callable[[Site], dict[str, bytes]]
    """Does it to the folder, and gives the files that the site then has."""

    begins_empty: bool = False
    edge_seconds: int = DAY
    site: str = "pages"


CASES = [
    Case("cold", "10,000 files, cold", Site.unchanged, begins_empty=True),
    Case("same", "no change", Site.unchanged),
    Case("touched", "no change, fresh times", Site.touched),
    Case("changed", "1 % changed", Site.changed),
    Case("headers", "Cache-Control of 300 pages", Site.unchanged, edge_seconds=2 * DAY),
    Case("edited", "same-size edit, old time", Site.edited),
    Case("removed", "1,000 removed", Site.removed),
    Case("films", "4 files of 128 MB, cold", Site.unchanged, begins_empty=True, site="films"),
    Case("many", "100,000 files, cold", Site.unchanged, begins_empty=True, site="many"),
    Case("many-same", "100,000 files, no change", Site.unchanged, site="many"),
]

# Slipway alone: what it is about is memory.
ALONE = {"many", "many-same"}
