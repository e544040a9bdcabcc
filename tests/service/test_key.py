"""A service with a key, which sets no other limits."""

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from stickerguard import StickerClassifier
from tests.drawing import encode, shapes
from tests.service.server import PATIENCE, Server, serving

PNG = encode(shapes((100, 100)), "PNG")
KEY = "open sesame"
SAMPLES = sorted((Path(__file__).resolve().parents[2] / "data/samples/stickers").iterdir())


@pytest.fixture(scope="module")
def locked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with a key that scores frames of several stickers together."""
    with serving(tmp_path_factory.mktemp("locked"), api_key=KEY, vision_batch=8) as running:
        yield running


def test_a_key_is_asked_for_where_one_is_set(locked: Server) -> None:
    with httpx.Client(base_url=locked.url) as client:
        assert client.post("/v1/score", content=PNG).status_code == 401
        assert client.post("/v1/score", content=PNG, headers={"X-API-Key": "wrong"}).status_code == 401
        right = client.post("/v1/score", content=PNG, headers={"X-API-Key": KEY})
        assert right.status_code == 200
        assert client.get("/healthz").status_code == 200
        for path in ("/docs", "/openapi.json", "/redoc", "/static-offline-docs/swagger-ui.css", "/v1/other"):
            assert client.get(path).status_code == 401
        counted = re.findall(r'seconds_count\{route="([^"]+)",status="401"\}', client.get("/metrics").text)
        assert set(counted) == {"/v1/score", "/docs", "/openapi.json", "unknown"}
        schema = client.get("/openapi.json", headers={"X-API-Key": KEY}).json()
        assert schema["paths"]["/v1/score"]["post"]["security"]


def test_frames_scored_together_score_the_same(locked: Server, classifier: StickerClassifier) -> None:
    with httpx.Client(base_url=locked.url, headers={"X-API-Key": KEY}, timeout=PATIENCE) as client:
        files = [("file", (path.name, path.read_bytes())) for path in SAMPLES]
        verdicts = client.post("/v1/score/batch", files=files).json()["verdicts"]
    for path, verdict in zip(SAMPLES, verdicts, strict=True):
        assert verdict["minor"]["score"] == classifier.classify(path).minor.score, path.name
