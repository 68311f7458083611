"""Says how much of Caravan the tests ran, from slipcover's report, and fails under the floors of ``FLOORS``.

    python -m tests.coverage_floor .coverage.json

Lines and branches count alike. The parts that are under their floor are listed, with the lines that nobody ran.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FLOORS = {"caravan/": 90.0, "caravan/scoring/": 100.0}
"""The least share of lines and branches in percent, by folder."""


def shortfalls(files: dict[str, Any]) -> Iterator[str]:
    """Tell each folder's share; a folder under its floor is told with what is missing in it."""
    for folder, floor in FLOORS.items():
        inside = {name: found for name, found in files.items() if name.startswith(folder)}
        missing = sum(map(_missing, inside.values()))
        ran = sum(map(_ran, inside.values()))
        share = 100 * ran / (ran + missing) if ran + missing else 0.0
        print(f"{folder} {share:.2f} % of {len(inside)} files ran (floor {floor:g} %)")
        if share < floor:
            yield folder
            for name, found in inside.items():
                if _missing(found):
                    print(f"  {name}: lines {found['missing_lines']}, branches {found['missing_branches']}")


def _missing(found: dict[str, Any]) -> int:
    return len(found["missing_lines"]) + len(found["missing_branches"])


def _ran(found: dict[str, Any]) -> int:
    return len(found["executed_lines"]) + len(found["executed_branches"])


if __name__ == "__main__":
    report = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    sys.exit(1 if list(shortfalls(report["files"])) else 0)
