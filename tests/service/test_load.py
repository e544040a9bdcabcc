"""The service under load, attack and kill."""

import concurrent.futures
import contextlib
import itertools
import os
import random
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from stickerguard import StickerClassifier
from tests.batch.hostile import files
from tests.service.server import PATIENCE, Server, get, serving, standing_still, until_waiting, waiting, workers_of
from tests.service.server import post as post_to

SAMPLES = sorted((Path(__file__).resolve().parents[2] / "data/samples/stickers").iterdir())


def post(server: Server, data: bytes) -> httpx.Response:
    return post_to(f"{server.url}/v1/score", content=data, timeout=120)


@pytest.fixture(scope="module")
def patient(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Two workers, and a queue that holds whatever a test sends."""
    with serving(tmp_path_factory.mktemp("patient"), workers=2, queue=400, timeout=110) as running:
        yield running


def test_200_requests_at_once_valid_and_hostile_are_all_answered_rightly(
    patient: Server, classifier: StickerClassifier
) -> None:
    hostile = [content for _, content, code in files() if code is not None and 0 < len(content) < 2_000_000]
    valid = {path.read_bytes(): classifier.classify(path).decision for path in SAMPLES[::3]}
    bodies = list(itertools.islice(itertools.cycle([*valid, *hostile]), 200))
    random.Random(3).shuffle(bodies)
    with concurrent.futures.ThreadPoolExecutor(200) as pool:
        answers = list(pool.map(lambda body: post(patient, body), bodies))
        memory = [_resident(patient)]
        for _ in range(3):
            list(pool.map(lambda body: post(patient, body), bodies))
            memory.append(_resident(patient))
    assert Counter(answer.status_code for answer in answers) == {200: 200}
    for body, answer in zip(bodies, answers, strict=True):
        if body in valid:
            assert answer.json()["decision"] == valid[body]
    # Pools of memory fill up over the first rounds; a leak would go on growing in every one of them.
    grown = [after - before for before, after in itertools.pairwise(memory)]
    assert min(grown) < 20, f"MB more in each round of the same requests: {grown}"


def _resident(server: Server) -> float:
    """MB of the server and its workers."""
    pages = (Path(f"/proc/{pid}/status").read_text("ascii") for pid in (server.process.pid, *workers_of(server)))
    return sum(int(found[1]) for text in pages if (found := re.search(r"VmRSS:\s+(\d+)", text))) / 1024


def test_the_service_keeps_to_its_openapi_document(patient: Server, tmp_path: Path) -> None:
    command = [
        str(Path(sys.executable).with_name("schemathesis")), "run", f"{patient.url}/openapi.json",
        "--max-examples", "10", "--phases", "examples,coverage,fuzzing", "--seed", "7", "--no-color",
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, timeout=400, check=False, cwd=tmp_path)
    assert done.returncode == 0, done.stdout[-6000:]


def test_killed_workers_cost_no_answer_and_leave_nothing_waiting(patient: Server) -> None:
    body = SAMPLES[0].read_bytes()
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        expected = post(patient, body).json()["decision"]
        with standing_still(patient) as workers:
            running = [pool.submit(post, patient, body) for _ in range(24)]
            until_waiting(patient, 1)
            with contextlib.suppress(ProcessLookupError):  # the service has replaced it as one that stands still
                os.kill(workers[0], signal.SIGKILL)
        assert {_answer(future) for future in running} == {expected}
        for pid in workers_of(patient):
            os.kill(pid, signal.SIGKILL)
        assert post(patient, body).json()["decision"] == expected, "idle workers are made anew too"
        assert waiting(patient) == 0


def test_a_full_queue_answers_429_and_when_to_come_back(tmp_path: Path) -> None:
    slow = next(path for path in SAMPLES if path.name == "canary_baby_late.webp").read_bytes()
    with serving(tmp_path, queue=2) as server, concurrent.futures.ThreadPoolExecutor(40) as pool:
        answers = list(pool.map(lambda _: post(server, slow), range(40)))
    counts = Counter(answer.status_code for answer in answers)
    assert set(counts) == {200, 429}
    assert all(answer.headers["retry-after"] == "1" for answer in answers if answer.status_code == 429)


def test_a_request_that_waits_too_long_gets_a_verdict_that_says_so(tmp_path: Path) -> None:
    slow = next(path for path in SAMPLES if path.name == "canary_baby_late.webp").read_bytes()
    # The canaries of /healthz would find out about the workers and have others take their places.
    settings = {"queue": 400, "timeout": 1, "health_seconds": 3600}
    with (
        serving(tmp_path, **settings) as server,
        concurrent.futures.ThreadPoolExecutor(20) as pool,
        standing_still(server),
    ):
        answers = [answer.json() for answer in pool.map(lambda _: post(server, slow), range(20))]
    codes = Counter(answer["error"]["code"] if answer["error"] else answer["decision"] for answer in answers)
    assert codes["timeout"] > 0, "there was no worker for the first of them"
    assert set(codes) <= {"timeout", "flag"}, "the workers were replaced"


def test_sigterm_lets_running_requests_end(tmp_path: Path) -> None:
    body = SAMPLES[0].read_bytes()
    settings = {"queue": 100, "shutdown_seconds": PATIENCE}
    with serving(tmp_path, **settings) as server, concurrent.futures.ThreadPoolExecutor(10) as pool:
        with standing_still(server):
            running = [pool.submit(post, server, body) for _ in range(10)]
            until_waiting(server, 9)
            server.process.send_signal(signal.SIGTERM)
        statuses = Counter(_status(future) for future in running)
        assert server.process.wait(PATIENCE) == 0
    assert statuses == {200: 10}


def test_health_tells_of_workers_that_stand_still(tmp_path: Path) -> None:
    with serving(tmp_path, timeout=10, health_seconds=0.1) as server:
        assert _health(server, 200) == {"status": "ok"}
        for pid in workers_of(server):
            os.kill(pid, signal.SIGSTOP)
        assert _health(server, 503) == {"status": "the self-test took too long"}
        assert _health(server, 200) == {"status": "ok"}, "workers that stand still are replaced"


def _health(server: Server, wanted: int) -> object:
    """What /healthz says once it has this status."""
    deadline = time.monotonic() + 60
    while (answer := get(f"{server.url}/healthz", timeout=30)).status_code != wanted:
        assert time.monotonic() < deadline, answer.text
        time.sleep(0.05)
    return answer.json()


def _answer(future: "concurrent.futures.Future[httpx.Response]") -> str | None:
    try:
        return str(future.result().json()["decision"])
    except httpx.TransportError:
        return None


def _status(future: "concurrent.futures.Future[httpx.Response]") -> int | None:
    try:
        return future.result().status_code
    except httpx.TransportError:
        return None
