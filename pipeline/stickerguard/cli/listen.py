"""The socket that a command serves on, and how serving ends."""

from __future__ import annotations

import signal
import socket
import sys
from typing import TYPE_CHECKING

import click

from stickerguard.cli.exit_codes import ExitCode

if TYPE_CHECKING:
    import uvicorn

_BACKLOG = 2048


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens there. Ends the command, exit code ADDRESS_TAKEN, where that cannot be."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        return socket.create_server(address, family=family, backlog=_BACKLOG)
    except (OSError, ValueError) as error:  # a name that no host can have is a UnicodeError, or has a NUL in it
        why = error.strerror if isinstance(error, OSError) else "that is no name of a host"
        click.echo(f"stickerguard: cannot listen on {host} port {port}: {why}; choose another", err=True)
        sys.exit(ExitCode.ADDRESS_TAKEN)


def serve_on(listener: socket.socket, config: uvicorn.Config) -> None:
    """Serve until a signal. SIGTERM, with which whatever runs a service stops it, ends the command as done."""
    from uvicorn import Server

    # The server lets requests end first and then raises the signal again, for the handler that was there before.
    before = signal.signal(signal.SIGTERM, lambda *_: sys.exit(ExitCode.DONE))
    try:
        Server(config).run(sockets=[listener])
    finally:
        signal.signal(signal.SIGTERM, before)
