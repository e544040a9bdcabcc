"""The model card of a bundle, generated from its manifest (Mitchell et al. 2019, arXiv 1810.03993)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from stickerguard.manifest import Manifest, Part

CARD = "MODEL_CARD.md"

_TEMPLATE = """# Model card: {name} {version}

**Use.** {usage}
{lineage}
**What it does.** It scores how likely a sticker depicts a person under 18, how suggestive its caption is, and how
likely it joins the two. It routes stickers to people; it does not decide about anyone. A person must look at
everything it flags or marks for review.

**How it was made.** By proxy tasks only: pictures were never joined with captions. The vision model saw ordinary
pictures, the caption model saw text alone, the fusion saw pairs of scores. The figures below are therefore figures of
the proxies; expect less on real stickers, and measure on your own reviewed data before trusting a threshold.

## Operating points

{points}

The false positive rate is over pairs of which at most one half is positive, so that most of these negatives are
harder than an everyday sticker.

{parts}"""


def model_card(manifest: Manifest) -> str:
    """Markdown text of the card."""
    points = _table(
        ("point", "risk at least", "true positive rate", "", "of", "false positive rate", "", "of", "measured on"),
        [
            (
                p.name,
                f"{p.threshold:.4f}",
                f"{p.true_positive_rate:.3f}",
                _interval(p.true_positive_interval),
                str(p.positives),
                f"{p.false_positive_rate:.4f}",
                _interval(p.false_positive_interval),
                str(p.negatives),
                p.data,
            )
            for p in manifest.operating_points
        ],
    )
    parts = "\n".join(_part(name, part) for name, part in manifest.parts)
    return _TEMPLATE.format(
        name=manifest.name,
        version=manifest.version,
        usage=manifest.usage,
        lineage=_lineage(manifest),
        points=points,
        parts=parts,
    )


def _lineage(manifest: Manifest) -> str:
    """A paragraph on the bundles before this one; nothing where there are none."""
    if manifest.parent is None:
        return ""
    parents = [f"{p.name} {p.version} (SHA-256 `{p.sha256}`)" for p in (manifest.parent, *manifest.further_parents)]
    return (
        f"\n**Made from** {', '.join(parents)}, whose restrictions, licences and training data are part of what "
        "is stated here.\n"
    )


def _part(name: str, part: Part) -> str:
    sections = [f"## {name}\n", f"Made by `{part.command}`.\n"]
    sections.append(_table(("file", "licence", "origin"), [(w.file, w.licence, w.origin) for w in part.weights]))
    if part.training_data:
        data = [(d.name, d.version or "-", d.licence, d.use, str(d.count)) for d in part.training_data]
        sections.append(_table(("data", "version", "licence", "use", "count"), data))
    if part.calibration:
        ece = "not measured" if part.calibration.ece is None else f"{part.calibration.ece:.4f}"
        sections.append(
            f"Calibration: {part.calibration.method}; expected calibration error {ece} on {part.calibration.data}.\n"
        )
    if part.metrics:
        metrics = [
            (m.slice, m.metric, f"{m.value:.4g}", _interval(m.interval), str(m.count), m.note or "")
            for m in part.metrics
        ]
        sections.append(_table(("slice", "metric", "value", "95 % interval", "n", "note"), metrics))
    return "\n".join(sections)


def _interval(ends: tuple[float, float] | None) -> str:
    return "" if ends is None else f"{ends[0]:.3g} to {ends[1]:.3g}"


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "/") for cell in line) + " |" for line in lines) + "\n"
