"""A verdict as one row: of scalars for CSV, nested for Parquet."""

from __future__ import annotations

import json
from typing import Any

from stickerguard.classifier import failed_verdict
from stickerguard.errors import StickerguardError
from stickerguard.types import BundleRef, Verdict


def flat_row(verdict: Verdict, *, with_text: bool, keep: tuple[str, ...] = ()) -> dict[str, Any]:
    """A verdict as one row of scalars, for CSV; `keep` names the parts of `Verdict.kept` that are columns."""
    nested = verdict.to_dict(with_text=with_text)
    caption = nested["caption"]
    row: dict[str, Any] = {key: nested[key] for key in ("source", "sha256", "decision", "risk", "risk_bound")}
    row |= {f"minor_{key}": value for key, value in nested["minor"].items()}
    row["minor_box"] = row["minor_box"] and json.dumps(row["minor_box"])
    row |= {f"caption_{key}": value for key, value in caption.items() if key not in ("lines", "terms", "raised_by")}
    row["caption_lines"] = len(caption["lines"])
    row["caption_terms"] = len(caption["terms"])
    row["caption_raised_by"] = " ".join(caption["raised_by"])
    row["caption_text"] = "\n".join(line["text"] for line in caption["lines"]) if with_text else None
    row["reasons"] = "; ".join(nested["reasons"])
    row |= {f"frames_{key}": (nested["frames"] or {}).get(key) for key in ("decoded", "distinct", "thinned", "unread")}
    row |= {f"thresholds_{key}": (nested["thresholds"] or {}).get(key) for key in ("name", "review", "flag")}
    row |= {f"bundle_{key}": value for key, value in nested["bundle"].items()}
    row["provider"] = nested["provider"]
    row |= {f"elapsed_ms_{key}": value for key, value in nested["elapsed_ms"].items()}
    row |= {f"error_{key}": (nested["error"] or {}).get(key) for key in ("code", "message")}
    row |= {key: nested[key] for key in ("id", "pack", "known_distance", "cached", "caption_digest")}
    row |= {f"kept_{key}": (verdict.kept or {}).get(key) for key in keep}
    return row


def csv_columns(keep: tuple[str, ...] = ()) -> list[str]:
    """The header of the CSV output."""
    nothing = StickerguardError("", code="")
    return list(
        flat_row(failed_verdict("", nothing, bundle=BundleRef("", "", ""), provider=""), with_text=False, keep=keep)
    )


def parquet_row(verdict: Verdict, *, with_text: bool) -> dict[str, Any]:
    """A verdict as one row of `parquet_schema`."""
    row = verdict.to_dict(with_text=with_text)
    for line in row["caption"]["lines"]:
        line["box"] = line["box"] and [{"x": x, "y": y} for x, y in line["box"]]
    row["kept"] = row["kept"] and list(row["kept"].items())
    return row


def parquet_schema() -> Any:
    """The `pyarrow.Schema` of the Parquet output: the nesting of `Verdict.to_dict`, boxes as lists of {x, y}."""
    import pyarrow as pa

    text, real, whole = pa.string(), pa.float64(), pa.int32()
    point = pa.struct({"x": real, "y": real})
    line = pa.struct({"text": text, "box": pa.list_(point), "confidence": real, "frame": whole, "raw": text})
    term = pa.struct({"term": text, "severity": whole, "line": whole, "start": whole, "end": whole, "id": text})
    caption = {
        "state": text,
        "suggestive": real,
        "severity": whole,
        "language": text,
        "lines": pa.list_(line),
        "terms": pa.list_(term),
        "unreadable_regions": whole,
        "unscored_characters": whole,
        "raised_by": pa.list_(text),
        "without_terms": real,
    }
    return pa.schema(
        {
            "source": text,
            "sha256": text,
            "decision": text,
            "risk": real,
            "risk_bound": real,
            "minor": pa.struct({"state": text, "score": real, "frame": whole, "person": real, "box": pa.list_(whole)}),
            "caption": pa.struct(caption),
            "reasons": pa.list_(text),
            "frames": pa.struct({"decoded": whole, "distinct": whole, "thinned": pa.bool_(), "unread": whole}),
            "bundle": pa.struct({"name": text, "version": text, "sha256": text}),
            "provider": text,
            "elapsed_ms": pa.struct(dict.fromkeys(("decode", "vision", "ocr", "caption", "fusion"), real)),
            "error": pa.struct({"code": text, "message": text}),
            "id": text,
            "pack": text,
            "known_distance": whole,
            "cached": text,
            "caption_digest": text,
            "kept": pa.map_(text, text),
            "thresholds": pa.struct({"review": real, "flag": real, "name": text}),
        }
    )
