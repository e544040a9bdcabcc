"""The service as a client meets it: a real process on a real port."""

import json
import re
import urllib.parse
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from stickerguard import StickerClassifier
from stickerguard.selftest import CANARY_STICKER
from stickerguard.types import CANARY
from tests.drawing import encode, shapes
from tests.service.server import Server, serving

PNG = encode(shapes((100, 100)), "PNG")
SAMPLES = sorted((Path(__file__).resolve().parents[2] / "data/samples/stickers").iterdir())


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    settings = {"max_body_bytes": 400_000, "max_batch": 40, "queue": 64}
    with serving(tmp_path_factory.mktemp("service"), workers=2, **settings) as running:
        yield running


@pytest.fixture(scope="module")
def client(server: Server) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.url, timeout=60) as open_client:
        yield open_client


def test_a_raw_body_and_a_form_say_what_the_classifier_says(
    client: httpx.Client, classifier: StickerClassifier
) -> None:
    for path in SAMPLES[:8]:
        expected = classifier.classify(path).to_dict() | {"elapsed_ms": None}
        raw = client.post("/v1/score", content=path.read_bytes())
        form = client.post("/v1/score", files={"file": (path.name, path.read_bytes())})
        assert (raw.status_code, form.status_code) == (200, 200)
        assert raw.json() | {"elapsed_ms": None} == json.loads(json.dumps(expected | {"source": "<body>"}))
        assert form.json() | {"elapsed_ms": None} == json.loads(json.dumps(expected | {"source": path.name}))


def test_a_batch_is_answered_in_its_order(client: httpx.Client, classifier: StickerClassifier) -> None:
    files = [("file", (path.name, path.read_bytes())) for path in [*SAMPLES, SAMPLES[0]]]
    answer = client.post("/v1/score/batch", files=[*files, ("file", ("broken.png", b"nonsense"))])
    assert answer.status_code == 200
    verdicts = answer.json()["verdicts"]
    assert [verdict["source"] for verdict in verdicts] == [
        *(path.name for path in [*SAMPLES, SAMPLES[0]]),
        "broken.png",
    ]
    expected = [classifier.classify(path).decision for path in [*SAMPLES, SAMPLES[0]]] + ["error"]
    assert [verdict["decision"] for verdict in verdicts] == expected


def test_the_caption_that_comes_with_a_sticker_counts(client: httpx.Client, samples: Path) -> None:
    child = (samples / "baby_no_text.webp").read_bytes()
    assert client.post("/v1/score", content=child).json()["decision"] == "clear"
    header = {"Stickerguard-Caption": urllib.parse.quote(f"{CANARY} 你好")}
    assert client.post("/v1/score", content=child, headers=header).json()["decision"] == "flag"
    form = client.post("/v1/score", files={"file": child}, data={"caption": CANARY})
    assert form.json()["decision"] == "flag"


@pytest.mark.parametrize(("data", "code"), [(b"?", "not_an_image"), (PNG[:60], "truncated")])
def test_what_cannot_be_decoded_is_a_verdict(client: httpx.Client, data: bytes, code: str) -> None:
    answer = client.post("/v1/score", content=data)
    assert answer.status_code == 200
    assert answer.json()["decision"] == "error"
    assert answer.json()["error"]["code"] == code


def test_requests_without_a_sticker_are_refused_with_a_reason(client: httpx.Client) -> None:
    form = {"content-type": "multipart/form-data; boundary=x"}
    wrong = {
        400: [
            client.post("/v1/score"),
            client.post("/v1/score/batch", files={"caption": b"x"}),
            client.post("/v1/score", content=b"no form", headers=form),
            client.post("/v1/score", content=PNG, headers={"content-type": "multipart/form-data"}),
            client.post("/v1/score", files=[("file", PNG), ("file", PNG)]),
            client.post("/v1/score", files=[("file", PNG)], data={"captoin": "misspelt"}),
        ],
        415: [client.post("/v1/score/batch", content=PNG)],
        413: [client.post("/v1/score", content=bytes(500_000))],
        404: [client.get("/v1/other")],
        405: [client.get("/v1/score")],
    }
    for status, answers in wrong.items():
        for answer in answers:
            assert answer.status_code == status, answer.text
            assert answer.json()["detail"]


def test_a_body_is_counted_as_it_comes(client: httpx.Client) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(100):
            yield bytes(10_000)

    assert client.post("/v1/score", content=endless()).status_code == 413


def test_probes_and_metrics(client: httpx.Client) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json() == {"status": "ok"}
    before = _flags(client)
    for _ in range(4):
        client.post("/v1/score", content=CANARY_STICKER.read_bytes())
    assert _flags(client) == before + 4, "the metrics must cover all worker processes"


def _flags(client: httpx.Client) -> float:
    found = re.search(r'^stickerguard_verdicts_total\{decision="flag"\} (\S+)$', client.get("/metrics").text, re.M)
    return float(found[1]) if found else 0.0


def test_logs_are_json_and_hold_no_content(server: Server, client: httpx.Client) -> None:
    client.post("/v1/score", files={"file": ("secret-name.png", PNG)}, data={"caption": "secret words"})
    lines = server.log.read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    assert any(row["message"] == "request" and row.get("route") == "/v1/score" for row in rows)
    assert "secret" not in server.log.read_text("utf-8")


def test_the_openapi_document_has_examples_and_the_verdict(client: httpx.Client) -> None:
    document = client.get("/openapi.json").json()
    assert "Verdict" in document["components"]["schemas"]
    body = document["paths"]["/v1/score"]["post"]["requestBody"]["content"]
    assert body["multipart/form-data"]["schema"]["properties"]["caption"]["example"]


def test_a_key_is_asked_for_where_one_is_set(tmp_path: Path) -> None:
    with serving(tmp_path, api_key="open sesame") as server, httpx.Client(base_url=server.url) as client:
        assert client.post("/v1/score", content=PNG).status_code == 401
        assert client.post("/v1/score", content=PNG, headers={"X-API-Key": "wrong"}).status_code == 401
        right = client.post("/v1/score", content=PNG, headers={"X-API-Key": "open sesame"}, timeout=30)
        assert right.status_code == 200
        assert client.get("/healthz").status_code == 200


def test_frames_scored_together_score_the_same(tmp_path: Path, classifier: StickerClassifier) -> None:
    settings = {"vision_batch": 8, "vision_wait_ms": 20, "concurrency": 4}
    with serving(tmp_path, **settings) as server, httpx.Client(base_url=server.url, timeout=60) as client:
        files = [("file", (path.name, path.read_bytes())) for path in SAMPLES]
        verdicts = client.post("/v1/score/batch", files=files).json()["verdicts"]
    for path, verdict in zip(SAMPLES, verdicts, strict=True):
        assert verdict["minor"]["score"] == classifier.classify(path).minor.score, path.name
