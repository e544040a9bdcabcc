"""What each age wears, how far down the legs robes reach, and what has buttons."""

from __future__ import annotations

TOPS: dict[tuple[str, bool], list[str]] = {
    ("baby", False): ["romper", "romper", "overalls", "tee", "stripes"],
    ("baby", True): ["romper", "romper", "dress", "tee", "dots"],
    ("child", False): ["tee", "motif", "stripes", "overalls", "hoodie", "school", "kurta", "tee"],
    ("child", True): ["dress", "motif", "stripes", "overalls", "pinafore", "dots", "school", "dress"],
    ("adult", False): ["suit", "suit", "shirt", "tie", "uniform", "coat", "apron", "hivis", "kaftan", "kimono", "tee",
    "stripes"],
    ("adult", True): ["blouse", "blouse", "suit", "sari", "kimono", "gown", "apron", "coat", "kaftan", "uniform",
    "tee", "dots"],
    ("elderly", False): ["cardigan", "cardigan", "suit", "coat", "shirt", "kaftan", "waistcoat"],
    ("elderly", True): ["cardigan", "gown", "cardigan", "sari", "coat", "apron", "dots", "kimono"],
}  # fmt: skip
ROBES = {"kaftan": 0.92, "kimono": 0.95, "sari": 0.95, "gown": 0.55, "dress": 0.35, "pinafore": 0.35}
TAILORED = ("suit", "coat", "cardigan", "waistcoat", "tie", "shirt", "uniform", "blouse", "school", "hivis")
