"""The trade-off as a picture: recall against what marking costs, with intervals."""

from __future__ import annotations

import io
from pathlib import Path

from stickerguard.extras import needed
from stickerguard.tuning.rates import Rate
from stickerguard.tuning.tradeoff import Point
from stickerguard.whole_file import write_whole

FORMATS = (".svg", ".png", ".pdf")


def plot_tradeoff(points: list[Point], path: Path, *, chosen: Point | None) -> None:
    """Draw rates over thresholds into an .svg, .png or .pdf: a line each, a band for the interval.

    Raises StickerguardError, "missing_package" without Matplotlib; OSError where the file cannot be written.
    """
    with needed("a picture needs Matplotlib", "tune"):
        import matplotlib as mpl
        from matplotlib.figure import Figure
    rates = (
        ("recall", "tab:blue", "-", [point.recall for point in points]),
        ("precision", "tab:green", "--", [point.precision for point in points]),
        ("false positives", "tab:red", "-.", [point.false_positives for point in points]),
        ("share of all stickers marked", "tab:gray", ":", [point.marked for point in points]),
    )
    with mpl.rc_context({"svg.hashsalt": "stickerguard", "svg.fonttype": "none"}):
        figure = Figure(figsize=(8, 6), layout="constrained")
        above, below = figure.subplots(2, 1, sharex=True)
        for axes, some in ((above, rates[:2]), (below, rates[2:])):
            for name, colour, style, found in some:
                known = [(point.threshold, rate) for point, rate in zip(points, found, strict=True) if rate]
                if known:
                    _line(axes, name, colour, style, known)
            axes.set_ylabel("share")
            axes.grid(alpha=0.3)
            if chosen is not None:
                axes.axvline(chosen.threshold, color="black", label=f"chosen: {chosen.threshold:.3f}")
            if axes.get_legend_handles_labels()[0]:
                axes.legend()
        below.set_xlabel("review threshold on the risk")
        below.set_yscale("symlog", linthresh=1e-4)
        below.set_ylim(bottom=0)
        above.set_title("What each threshold does; bands are 95 % intervals")
        # Matplotlib would write the time into the file, which then never equals another.
        metadata = {"Date": None} if path.suffix.lower() == ".svg" else None
        content = io.BytesIO()
        figure.savefig(content, format=path.suffix[1:].lower(), metadata=metadata)
    write_whole(path, content.getvalue())


def _line(axes: object, name: str, colour: str, style: str, known: list[tuple[float, Rate]]) -> None:
    thresholds = [threshold for threshold, _ in known]
    axes.plot(  # type: ignore[attr-defined]
        thresholds, [rate.value for _, rate in known], style, color=colour, label=name
    )
    axes.fill_between(  # type: ignore[attr-defined]
        thresholds, [rate.low for _, rate in known], [rate.high for _, rate in known], color=colour, alpha=0.15
    )
