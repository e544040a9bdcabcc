"""The service as a client meets it: a real process on a real port."""

import base64
import gzip
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
from tests.service.server import PATIENCE, Server, serving

PNG = encode(shapes((100, 100)), "PNG")
SAMPLES = sorted((Path(__file__).resolve().parents[2] / "data/samples/stickers").iterdir())


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    settings = {"max_bytes": 300_000, "max_batch": 40, "queue": 64}
    with serving(tmp_path_factory.mktemp("service"), workers=2, **settings) as running:
        yield running


@pytest.fixture(scope="module")
def client(server: Server) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.url, timeout=PATIENCE) as open_client:
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
        # A redirect would go to whatever host the request names.
        404: [client.get("/v1/other"), client.post("/v1/score/", content=PNG, headers={"host": "elsewhere.example"})],
        405: [client.get("/v1/score")],
    }
    for status, answers in wrong.items():
        for answer in answers:
            assert answer.status_code == status, answer.text
            assert answer.json()["detail"]


def test_a_sticker_may_have_as_many_bytes_as_elsewhere_and_its_form_more(client: httpx.Client) -> None:
    # Viewers and decoders pass over what stands behind a picture.
    whole = PNG + bytes(300_000 - len(PNG))
    caption = {"caption": "早" * 20_000}
    assert client.post("/v1/score", files={"file": whole}, data=caption).json()["error"] is None
    assert client.post("/v1/score", content=whole).json()["error"] is None
    assert client.post("/v1/score", content=whole + b"x").json()["error"]["code"] == "too_many_bytes"


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


@pytest.mark.parametrize(
    "content_type", ["application/json", "application/x-www-form-urlencoded", "text/html", "\xff\xfe;;;="]
)
def test_what_is_called_no_picture_is_refused(client: httpx.Client, content_type: str) -> None:
    headers = {"content-type": content_type.encode("latin-1")}
    answer = client.post("/v1/score", content=PNG, headers=headers)
    assert answer.status_code == 415
    assert "application/octet-stream" in answer.json()["detail"]


@pytest.mark.parametrize("content_type", ["image/png", "IMAGE/PNG; x=y", "application/octet-stream", "video/webm"])
def test_what_is_called_a_picture_is_scored(client: httpx.Client, content_type: str) -> None:
    assert client.post("/v1/score", content=PNG, headers={"content-type": content_type}).status_code == 200


def test_a_packed_body_is_refused(client: httpx.Client) -> None:
    answer = client.post("/v1/score", content=gzip.compress(PNG), headers={"content-encoding": "gzip"})
    assert answer.status_code == 415


@pytest.mark.parametrize(
    ("headers", "words"),
    [
        ([("content-encoding", "identity"), ("content-encoding", "gzip")], "Content-Encoding"),
        ([("content-encoding", "identity, gzip")], "Content-Encoding"),
        ([("content-type", "image/png"), ("content-type", "text/html")], "one Content-Type"),
        ([("content-type", "image/png"), ("content-type", "image/png")], "one Content-Type"),
    ],
)
def test_a_header_that_comes_twice_is_looked_at_as_a_whole(
    client: httpx.Client, headers: list[tuple[str, str]], words: str
) -> None:
    answer = client.post("/v1/score", content=PNG, headers=headers)
    assert answer.status_code == 415
    assert words in answer.json()["detail"]


FILE = b'Content-Disposition: form-data; name="file"; filename="a.png"\r\n\r\n'
CAPTION = b'Content-Disposition: form-data; name="caption"\r\n\r\n'


def send(client: httpx.Client, *parts: bytes, charset: str = "", end: bytes = b"--XX--\r\n") -> httpx.Response:
    """A form whose parts are written out."""
    body = b"".join(b"--XX\r\n" + part + b"\r\n" for part in parts) + end
    return client.post(
        "/v1/score", content=body, headers={"content-type": f"multipart/form-data; boundary=XX{charset}"}
    )


@pytest.mark.parametrize(
    "charset", ["utf-7", "unicode_escape", "hex", "undefined", "idna", "latin-1", "gbk", "nonsense"]
)
def test_other_charsets_than_utf_8_are_refused(client: httpx.Client, charset: str) -> None:
    answer = send(client, FILE + PNG, CAPTION + b"+2AA-", charset=f"; charset={charset}")
    assert answer.status_code == 400
    assert charset in answer.json()["detail"]


@pytest.mark.parametrize("text", ["早上好".encode("gbk"), b"caf\xe9", b"\xed\xa0\x80"])
def test_a_caption_that_is_no_utf_8_is_refused(client: httpx.Client, text: bytes) -> None:
    assert send(client, FILE + PNG, CAPTION + text).status_code == 400
    assert send(client, FILE.replace(b"a.png", text) + PNG).status_code == 400
    percent = "".join(f"%{byte:02X}" for byte in text)
    for value in (text, percent.encode(), b"100%"):
        assert client.post("/v1/score", content=PNG, headers={"stickerguard-caption": value}).status_code == 400


def test_a_form_that_says_utf_8_is_read_as_such(client: httpx.Client) -> None:
    answer = send(client, FILE.replace(b"a.png", "早.png".encode()) + PNG, charset='; charset="UTF-8"')
    assert answer.json()["source"] == "早.png"


@pytest.mark.parametrize(
    ("head", "words"),
    [
        ("Content-Type: text/plain; charset=iso-2022-jp", "charset='iso-2022-jp'"),
        ('content-type: text/plain;CHARSET="utf-7"', "charset='utf-7'"),
        ("Content-Type: text/plain; charset*=us-ascii''utf-7", "charset*"),
        ("Content-Type: text/plain; charset=utf-7; charset=utf-8", "twice"),
        ("Content-Type: application/json", "text/plain"),
        ("Content-Transfer-Encoding: base64", "'base64'"),
        ("Content-Transfer-Encoding: Quoted-Printable", "'Quoted-Printable'"),
        ("Content-Transfer-Encoding: binary\r\nContent-Transfer-Encoding: base64", "'base64'"),
        ("Content-Encoding: gzip", "'gzip'"),
    ],
)
def test_a_caption_that_is_packed_or_in_another_charset_is_refused(client: httpx.Client, head: str, words: str) -> None:
    answer = send(client, FILE + PNG, head.encode() + b"\r\n" + CAPTION + b"hello")
    assert answer.status_code == 400
    assert "'caption'" in answer.json()["detail"]
    assert words in answer.json()["detail"]


@pytest.mark.parametrize(
    "head", ["Content-Type: text/plain; charset=UTF-8", "Content-Type: text/plain", "Content-Transfer-Encoding: 8bit"]
)
def test_a_caption_that_says_what_it_is_counts(client: httpx.Client, samples: Path, head: str) -> None:
    child = (samples / "baby_no_text.webp").read_bytes()
    answer = send(client, FILE + child, head.encode() + b"\r\n" + CAPTION + CANARY.encode())
    assert answer.json()["decision"] == "flag"


def test_a_file_that_is_packed_is_refused(client: httpx.Client) -> None:
    head = b"Content-Transfer-Encoding: base64\r\n"
    assert send(client, head + FILE + base64.b64encode(PNG)).status_code == 400
    assert send(client, FILE.rstrip() + b"\r\n" + FILE.replace(b"a.png", b"b.png") + PNG).status_code == 400


def test_many_captions_all_count_and_too_many_are_refused_with_the_limit(client: httpx.Client, samples: Path) -> None:
    child = (samples / "baby_no_text.webp").read_bytes()
    some = [CAPTION + b"hello"] * 40
    assert send(client, FILE + child, *some, CAPTION + CANARY.encode(), *some).json()["decision"] == "flag"
    answer = send(client, FILE + PNG, *[CAPTION] * 1001)
    assert answer.status_code == 400
    assert "1,000 captions" in answer.json()["detail"]
    assert "more than one file" in send(client, FILE + PNG, FILE + PNG).json()["detail"]


def test_a_form_that_breaks_off_is_refused(client: httpx.Client) -> None:
    assert send(client, FILE + PNG, FILE.replace(b"file", b"caption", 1) + b"hel", end=b"").status_code == 400
    assert send(client, FILE + PNG, CAPTION + CANARY.encode()[:-4], end=b"").status_code == 400


def test_a_form_that_goes_on_behind_its_end_says_so(client: httpx.Client) -> None:
    answer = send(client, FILE + PNG, end=b"--XX--\r\n--XX\r\n" + CAPTION + b"hello\r\n--XX--\r\n")
    assert answer.status_code == 400
    assert "behind its last boundary" in answer.json()["detail"]
    assert send(client, FILE + PNG, end=b"--XX--\r\n\r\n").status_code == 200


def test_every_caption_given_counts(client: httpx.Client, samples: Path) -> None:
    child = (samples / "baby_no_text.webp").read_bytes()
    hello, canary = CAPTION + b"hello", CAPTION + CANARY.encode()
    for parts in ((hello, canary), (canary, hello)):
        assert send(client, FILE + child, *parts).json()["decision"] == "flag"
    for values in (("hello", CANARY), (CANARY, "hello")):
        headers = [("Stickerguard-Caption", value) for value in values]
        assert client.post("/v1/score", content=child, headers=headers).json()["decision"] == "flag"
    for field, header in (("hello", CANARY), (CANARY, "hello")):
        given = {"files": [("file", child)], "data": {"caption": field}, "headers": {"Stickerguard-Caption": header}}
        assert client.post("/v1/score", **given).json()["decision"] == "flag"  # type: ignore[arg-type]
        batch = client.post("/v1/score/batch", **given)  # type: ignore[arg-type]
        assert batch.json()["verdicts"][0]["decision"] == "flag"


def test_a_caption_or_file_in_the_wrong_place_is_refused(client: httpx.Client) -> None:
    as_file = CAPTION.replace(b'"caption"', b'"caption"; filename="c.txt"') + b"hello"
    text = b'Content-Disposition: form-data; name="file"\r\n\r\nhttp://127.0.0.1:1/'
    wrong = [
        client.post("/v1/score?stickerguard_caption=hello", content=PNG),
        client.post("/v1/score", content=PNG, headers={"Stickerguard_Caption": "hello"}),
        send(client, as_file),
        client.post("/v1/score/batch", files=[("file", PNG), ("caption", ("c.txt", b"hello"))]),
        send(client, FILE + PNG, text),
        send(client, text),
    ]
    for answer in wrong:
        assert answer.status_code == 400, answer.text
    for answer in (send(client, as_file, FILE + PNG), send(client, FILE + PNG, as_file)):
        assert answer.status_code == 400
        assert "caption is a field of text" in answer.json()["detail"]


def test_a_request_keeps_its_id_in_answer_and_log(server: Server, client: httpx.Client) -> None:
    for path in ("/v1/score", "/v1/other", "/healthz"):
        assert (
            client.get(path, headers={"X-Request-ID": f"a.B-1:{path[1:3]}_"}).headers["x-request-id"].startswith("a.B")
        )
    answer = client.post("/v1/score", content=PNG, headers={"X-Request-ID": "trace-4711"})
    assert answer.headers["x-request-id"] == "trace-4711"
    too_large = client.post("/v1/score", content=bytes(500_000), headers={"X-Request-ID": "trace-4712"})
    assert (too_large.status_code, too_large.headers["x-request-id"]) == (413, "trace-4712")
    rows = [json.loads(line) for line in server.log.read_text("utf-8").splitlines()]
    logged = {row["request_id"]: (row["route"], row["status"]) for row in rows if row["message"] == "request"}
    assert (logged["trace-4711"], logged["trace-4712"]) == (("/v1/score", 200), ("/v1/score", 413))


def test_a_request_without_an_id_gets_one(client: httpx.Client) -> None:
    first, second = (client.get("/readyz").headers["x-request-id"] for _ in range(2))
    assert first != second


@pytest.mark.parametrize("value", ["", "a b", "a" * 129, "caf\xe9", '{"a":1}'])
def test_an_id_that_could_harm_a_log_is_refused(client: httpx.Client, value: str) -> None:
    answer = client.get("/readyz", headers={"X-Request-ID": value.encode("latin-1")})
    assert answer.status_code == 400
    assert answer.headers["x-request-id"] != value


def test_the_documentation_needs_no_other_host(client: httpx.Client) -> None:
    page = client.get("/docs")
    assert page.status_code == 200
    assert "http://" not in page.text
    assert "https://" not in page.text
    links = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    assert any(link.endswith(".js") for link in links)
    for link in links:
        assert client.get(link).status_code == 200
