"""What Prometheus reads. The workers send their verdicts here: nothing is lost or left over when one dies."""

from __future__ import annotations

from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, Counter, Gauge, Histogram, generate_latest

from stickerguard.types import Verdict

_BUCKETS = (0.002, 0.005, 0.01, 0.02, 0.04, 0.08, 0.15, 0.3, 0.6, 1.2, 2.5, 5.0, 10.0, 30.0)
CONTENT_TYPE = CONTENT_TYPE_LATEST

VERDICTS = Counter("stickerguard_verdicts", "Verdicts by decision", ["decision"])
STAGES = Histogram("stickerguard_stage_seconds", "Time of each stage that ran", ["stage"], buckets=_BUCKETS)
REQUESTS = Histogram(
    "stickerguard_request_seconds", "Requests by route and status", ["route", "status"], buckets=_BUCKETS
)
WAITING = Gauge("stickerguard_stickers_waiting", "Stickers waiting or being scored")
ENDED = Counter("stickerguard_workers_ended", "Worker processes that ended with a sticker, by reason", ["reason"])


def count(verdict: Verdict) -> None:
    """Take a verdict into account."""
    VERDICTS.labels(verdict.decision).inc()
    for stage in ("decode", "vision", "ocr", "caption", "fusion"):
        milliseconds = getattr(verdict.elapsed_ms, stage)
        if milliseconds is not None:
            STAGES.labels(stage).observe(milliseconds / 1000)


def exposition() -> bytes:
    """All metrics in the text format."""
    return generate_latest(REGISTRY)
