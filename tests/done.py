"""What tests see of a command that ran in their own process."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Done:
    """What is left of a command: the names are those of `subprocess.CompletedProcess`."""

    returncode: int
    stdout: str
    stderr: str
