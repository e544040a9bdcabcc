"""SIGTERM ends a run also where Python drops what the handler of a signal raises."""

import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from stickerguard.cli.exit_codes import ExitCode
from stickerguard.cli.sigterm import ended_by_sigterm
from tests.batch.stubs import BLANK
from tests.cli.command import Command

pytestmark = pytest.mark.skipif(
    signal.getsignal(signal.SIGTERM) is not signal.SIG_DFL, reason="whoever started the tests has SIGTERM ignored"
)


@pytest.fixture(autouse=True)
def default() -> Iterator[None]:
    """SIGTERM as a command finds it: Ray, where it was started in this process before, has a handler of its own."""
    before = signal.signal(signal.SIGTERM, signal.SIG_DFL)
    yield
    signal.signal(signal.SIGTERM, before)


class Fading:
    """SIGTERM comes while it is removed."""

    def __del__(self) -> None:
        signal.raise_signal(signal.SIGTERM)


@pytest.mark.parametrize("last", [1, 4])
def test_a_signal_that_a_destructor_swallows_ends_the_loop(last: int, capsys: pytest.CaptureFixture[str]) -> None:
    seen = []

    def run() -> None:
        with ended_by_sigterm() as sigterm:
            for number in sigterm.looked(range(5)):
                seen.append(number)
                if number == last:
                    Fading()
            seen.append(-1)

    with pytest.raises(SystemExit) as end:
        run()
    assert (end.value.code, seen) == (ExitCode.TERMINATED, list(range(last + 1)))
    assert capsys.readouterr().err == ""


def _end() -> None:
    Fading()


def _fail() -> None:
    Fading()
    raise RuntimeError("what native code made of it")


@pytest.mark.parametrize("block", [_end, _fail])
def test_a_block_that_goes_on_after_it_ends_so_all_the_same(block: Callable[[], None]) -> None:
    with pytest.raises(SystemExit) as end, ended_by_sigterm():
        block()
    assert end.value.code == ExitCode.TERMINATED
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL


def test_a_block_that_it_does_not_meet_ends_as_it_does() -> None:
    with ended_by_sigterm() as sigterm:
        assert list(sigterm.looked("ab")) == ["a", "b"]
    with pytest.raises(ValueError, match="its own"), ended_by_sigterm():
        raise ValueError("its own")


def test_a_run_stops_with_whole_rows(command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fade(*_: object) -> object:
        Fading()
        return BLANK

    for name in "abc":
        (tmp_path / f"{name}.png").write_bytes(b"")
    command("--help")  # so that what is put in place of a function finds its module loaded
    monkeypatch.setattr("stickerguard.cli.score.build_classifier", lambda _: None)
    monkeypatch.setattr("stickerguard.batch.scorer.Scorer.score", fade)
    output = tmp_path / "out.jsonl"
    done = command("score", tmp_path, "--workers", "1", "-o", output)
    assert (done.returncode, done.stderr) == (ExitCode.TERMINATED, "")
    assert output.read_bytes() == b""
