"""Settings that are refused before anything is loaded."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from stickerguard.cli.exit_codes import ExitCode
from stickerguard.cli.listen import listening
from stickerguard.errors import StickerguardError
from stickerguard.service.settings import Settings, read_settings
from tests.service.server import PATIENCE, free_port, get, post, serving


def serve(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "stickerguard", "serve", *arguments]
    environment = os.environ | variables
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)


@pytest.mark.parametrize("key", ["", "  ", "key\n"])
def test_an_empty_key_opens_no_door(key: str) -> None:
    done = serve("--port", "0", STICKERGUARD_API_KEY=key)
    assert done.returncode == ExitCode.USER_ERROR
    assert "STICKERGUARD_API_KEY" in done.stderr


def test_a_misspelt_setting_is_refused_with_the_nearest_one() -> None:
    done = serve("--port", "0", STICKERGUARD_STICKER_SECOND="3")
    assert done.returncode == ExitCode.USER_ERROR
    assert "STICKERGUARD_STICKER_SECOND is no setting; did you mean STICKERGUARD_STICKER_SECONDS?" in done.stderr


def test_a_value_that_is_none_is_refused_by_name() -> None:
    done = serve("--port", "0", STICKERGUARD_TIMEOUT="soon")
    assert done.returncode == ExitCode.USER_ERROR
    assert "STICKERGUARD_TIMEOUT" in done.stderr


@pytest.mark.parametrize("value", ["inf", "nan", "1e9", "0", "1e-9"])
def test_seconds_that_no_timer_can_count_are_refused_by_name(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    names = [name for name in Settings.model_fields if name.endswith("seconds") or name == "timeout"]
    assert len(names) == 8
    for name in names:
        if (name, value) != ("shutdown_seconds", "0"):
            monkeypatch.setenv(f"STICKERGUARD_{name.upper()}", value)
            with pytest.raises(StickerguardError, match=f"STICKERGUARD_{name.upper()}: "):
                read_settings()
            monkeypatch.delenv(f"STICKERGUARD_{name.upper()}")


@pytest.mark.parametrize("host", ["a..b", "a" * 70 + ".example", ".a"])
def test_a_host_that_cannot_be_is_told(capsys: pytest.CaptureFixture[str], host: str) -> None:
    with pytest.raises(SystemExit) as ended:
        listening(host, 0)
    assert ended.value.code == ExitCode.ADDRESS_TAKEN
    assert f"cannot listen on {host} port 0: " in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [(), ("--workers", "2")])
def test_a_port_that_is_taken_has_an_exit_code_of_its_own(arguments: tuple[str, ...]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        done = serve("--port", str(other.getsockname()[1]), *arguments)
    assert done.returncode == ExitCode.ADDRESS_TAKEN
    assert "cannot listen on 127.0.0.1 port" in done.stderr


def test_two_sources_of_thresholds_are_refused_and_so_is_a_point_that_there_is_not(tmp_path: Path) -> None:
    path = tmp_path / "thresholds.yaml"
    path.write_text("name: ours\nreview: 0.5\nflag: 0.9\n", "utf-8")
    done = serve("--port", "0", "--operating-point", "flag", STICKERGUARD_THRESHOLDS=str(path))
    assert done.returncode == ExitCode.USER_ERROR
    assert "STICKERGUARD_OPERATING_POINT and STICKERGUARD_THRESHOLDS" in done.stderr
    done = serve("--port", "0", "--operating-point", "frequent")
    assert done.returncode == ExitCode.USER_ERROR
    assert "STICKERGUARD_OPERATING_POINT" in done.stderr
    done = serve("--port", "0", "--thresholds", str(tmp_path / "absent.yaml"))
    assert done.returncode == ExitCode.USER_ERROR
    assert "absent.yaml: cannot be read" in done.stderr


@pytest.mark.parametrize("name", ["THRESHOLDS", "LEXICON"])
def test_a_pipe_that_each_worker_would_read_is_refused(tmp_path: Path, name: str) -> None:
    pipe = tmp_path / "pipe.csv"
    os.mkfifo(pipe)
    done = serve("--port", "0", **{f"STICKERGUARD_{name}": str(pipe)})
    assert done.returncode == ExitCode.USER_ERROR
    assert f"STICKERGUARD_{name}: {pipe} is a pipe or a device" in done.stderr


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, ExitCode.DONE), (signal.SIGINT, ExitCode.INTERRUPTED)])
def test_a_signal_ends_the_service_with_its_exit_code(tmp_path: Path, number: signal.Signals, code: ExitCode) -> None:
    with serving(tmp_path) as server:
        os.killpg(server.process.pid, number)  # as a terminal sends it: to the workers, too
        assert server.process.wait(PATIENCE) == code
        said = server.log.read_text("utf-8")
    assert "Traceback" not in said
    assert ("stickerguard: interrupted" in said) == (number == signal.SIGINT)


NEVER_LOADED = """
import sys, time
if any("forkserver" in argument and "main(" in argument for argument in sys.orig_argv):
    time.sleep(1000)
"""
"""A `sitecustomize` for the process that loads the models."""


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, ExitCode.DONE), (signal.SIGINT, ExitCode.INTERRUPTED)])
def test_while_it_loads_the_service_says_so_and_can_be_ended(
    tmp_path: Path, number: signal.Signals, code: ExitCode
) -> None:
    (tmp_path / "sitecustomize.py").write_text(NEVER_LOADED, "utf-8")
    port = free_port()
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(tmp_path), *sys.path])}
    command = [sys.executable, "-m", "stickerguard", "serve", "--port", str(port), "--workers", "1"]
    process = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True, start_new_session=True)
    url = f"http://127.0.0.1:{port}"
    try:
        assert process.stderr is not None
        while "listening" not in process.stderr.readline():
            assert process.poll() is None
        for path, status in (("healthz", 503), ("readyz", 503), ("metrics", 200)):
            assert get(f"{url}/{path}").status_code == status
        refused = post(f"{url}/v1/score", content=b"x")
        assert refused.status_code == 503
        assert refused.json()["detail"] == "the service is starting or stopping; try again later"
        process.send_signal(number)
        assert process.wait(PATIENCE) == code
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
