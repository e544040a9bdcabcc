"""Standard output and error that fail, and readers that leave: what the command says then, and its exit code."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from stickerguard.cli.exit_codes import ExitCode
from tests.cli.command import Command

ROWS = 6
EAGER = """
from stickerguard.cli import main, progress
progress._LINE_EVERY = 0
if __name__ == "__main__":
    main()
"""
"""The command with a line for each sticker in place of one a minute."""


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    """A folder of files that no model need look at: each gets a row that says so."""
    folder = tmp_path / "stickers"
    folder.mkdir()
    for number in range(ROWS):
        (folder / f"{number}.png").touch()
    return folder


def shell(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """What bash says of `command`, in which $SG is the command."""
    environment = os.environ | {"SG": f"{sys.executable} -m stickerguard", "PYTHONPATH": os.pathsep.join(sys.path)}
    given = ["bash", "-o", "pipefail", "-c", command]
    return subprocess.run(
        given, cwd=folder.parent, env=environment, capture_output=True, text=True, timeout=300, check=False
    )


DEAF = ["2>/dev/full", "2> >(exec 0<&-)"]


@pytest.mark.parametrize("redirected", DEAF)
def test_progress_that_nobody_sees_ends_no_run(empty: Path, redirected: str) -> None:
    (empty.parent / "run.py").write_text(EAGER, "utf-8")
    done = shell(f"{sys.executable} run.py score stickers -o out.jsonl --workers 1 {redirected}", empty)
    assert done.returncode == ExitCode.SOME_INPUTS_FAILED
    assert len((empty.parent / "out.jsonl").read_text("utf-8").splitlines()) == ROWS


@pytest.mark.parametrize("redirected", DEAF)
def test_a_last_line_that_nobody_sees_changes_no_exit_code(empty: Path, redirected: str) -> None:
    (empty.parent / "nothing").mkdir()
    assert shell(f"$SG score nothing -o out.jsonl {redirected}", empty).returncode == ExitCode.DONE


def test_a_refusal_that_nobody_sees_has_its_exit_code(empty: Path) -> None:
    assert shell("$SG score absent/ --resume 2>/dev/full", empty).returncode == ExitCode.USER_ERROR


def test_a_terminal_that_goes_ends_no_run(empty: Path) -> None:
    terminal, other_side = pty.openpty()
    os.close(terminal)
    command = [sys.executable, "-m", "stickerguard", "score", str(empty), "-o", str(empty.parent / "out.jsonl")]
    done = subprocess.run(command, stderr=other_side, timeout=300, check=False)
    os.close(other_side)
    assert done.returncode == ExitCode.SOME_INPUTS_FAILED
    assert len((empty.parent / "out.jsonl").read_text("utf-8").splitlines()) == ROWS


@pytest.mark.parametrize("arguments", ["score stickers", "score stickers --table -o y.jsonl", "bundle info", "--help"])
def test_a_command_whose_reader_has_left_ends_as_other_tools_do(empty: Path, arguments: str) -> None:
    # The reader has left before anything is written: it is waited for.
    done = shell(f"(exec 3>&1; while : 2>/dev/null >&3; do sleep .1; break; done; $SG {arguments}) | :", empty)
    assert (done.returncode, done.stderr) == (ExitCode.READER_LEFT, "")
    if "-o" in arguments:
        assert len((empty.parent / "y.jsonl").read_text("utf-8").splitlines()) == ROWS


@pytest.mark.parametrize("arguments", ["score stickers --table", "bundle info", "--help", "--version"])
def test_a_full_disk_under_standard_output_is_one_line(empty: Path, arguments: str) -> None:
    done = shell(f"$SG {arguments} >/dev/full", empty)
    assert done.returncode == ExitCode.USER_ERROR
    what = "stickerguard: standard output: cannot be written: No space left on device; make room, then run this again\n"
    assert done.stderr == what


def test_the_reader_of_a_pipe_after_o_that_leaves_is_an_error_of_that_output(empty: Path) -> None:
    done = shell("mkfifo p.jsonl; (head -2 >first < p.jsonl) & $SG score stickers stickers -o p.jsonl", empty)
    assert done.returncode == ExitCode.USER_ERROR
    assert "p.jsonl: cannot be written: Broken pipe; it is a device or a pipe; give a file" in done.stderr
    first = (empty.parent / "first").read_text("utf-8").splitlines()
    assert [json.loads(line)["source"] for line in first] == ["stickers/0.png", "stickers/1.png"]


def test_an_interrupt_counts_what_is_written(command: Command, empty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from stickerguard.batch.sinks import JsonlSink

    command("--help")
    write = JsonlSink.write

    def third(sink: JsonlSink, verdict: object) -> None:
        if "2.png" in str(verdict):
            raise KeyboardInterrupt
        write(sink, verdict)  # type: ignore[arg-type]

    monkeypatch.setattr(JsonlSink, "write", third)
    output = empty.parent / "out.jsonl"
    done = command("score", empty, "--workers", 1, "-o", output)
    assert done.returncode == ExitCode.INTERRUPTED
    assert "interrupted after 2 stickers" in done.stderr
    assert len(output.read_text("utf-8").splitlines()) == 2


@pytest.mark.parametrize("name", ["click", "stickerguard.cli"])
def test_ctrl_c_while_the_command_loads_is_one_line(tmp_path: Path, name: str) -> None:
    script = (
        "import os, runpy, signal, sys\n"
        "def hook(event, arguments):\n"
        f"    if event == 'import' and arguments[0] == {name!r}:\n"
        "        signal.raise_signal(signal.SIGINT)\n"
        "sys.addaudithook(hook)\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "sys.argv = ['stickerguard', '--help']\n"
        "runpy.run_module('stickerguard', run_name='__main__')\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=300, check=False)
    assert (done.returncode, done.stderr) == (ExitCode.INTERRUPTED, "stickerguard: interrupted\n")
