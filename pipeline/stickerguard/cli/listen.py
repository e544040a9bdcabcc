"""The socket that a command serves on."""

from __future__ import annotations

import socket
import sys

import click

from stickerguard.cli.exit_codes import ExitCode

_BACKLOG = 2048


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens there. Ends the command, exit code ADDRESS_TAKEN, where that cannot be."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        return socket.create_server(address, family=family, backlog=_BACKLOG)
    except OSError as error:
        click.echo(f"stickerguard: cannot listen on {host} port {port}: {error.strerror}; choose another", err=True)
        sys.exit(ExitCode.ADDRESS_TAKEN)
