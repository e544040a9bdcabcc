"""State what another recipe reaches beside the figures of a vision part: python -m models.vision.beside RECIPE PART.

So a company sees in the model card of the default bundle, whose photographs are for research, what sources alone that
allow commercial use give, and can reckon what its own photographs must add.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from data.command import command
from models.documents import read_json
from models.evaluation.update import BESIDE

METRIC = "AUC"


def beside(rows: list[dict[str, Any]], recipe: str, others: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """`rows` with the ranking of each test slice in `others`, named after `recipe`, in place of any that it had."""
    name = f"{BESIDE}{recipe}: "
    kept = [row for row in rows if not row["slice"].startswith(name)]
    # "AUC" alone is of the test split; quantisation is compared by "AUC, int8" and the like.
    return kept + [{**row, "slice": name + row["slice"]} for row in others if row["metric"] == METRIC]


@command
def main(arguments: Sequence[str] | None = None) -> None:
    """Command line entry."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("recipe", help="the recipe's file name, such as open.yaml")
    parser.add_argument("part", type=Path, help="part.json that models.vision.evaluate wrote for it")
    parser.add_argument("--into", type=Path, default=Path("out/vision/part.json"))
    options = parser.parse_args(arguments)
    part, other = (read_json(path, "run make export-vision") for path in (options.into, options.part))
    part["metrics"] = beside(part["metrics"], options.recipe, other["metrics"])
    options.into.write_text(json.dumps(part, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
