"""URLs as they may be shown: a password opens the file and is written nowhere."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from urllib.parse import quote, unquote

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)
_LOCAL = re.compile(r"(?:file|local)://", re.IGNORECASE)
_HTTP = re.compile(r"https?://", re.IGNORECASE)
# The host follows the last @ before the path. A password with a bare / breaks that rule; a port, the colons of a bucket
# of S3 and those of github://org:repo@branch are none.
_PASSWORD = re.compile(
    r"(?<=://)(?<!\bgit://)(?<!\bgithub://)([^/@:]*):(?!\d*[/?#])(?:[^/]*(?=@)|(?<!://arn:)(?!:)[^@]+(?=@))"
)


def is_url(name: str) -> bool:
    """Whether `name` starts with a scheme such as `s3://`."""
    return _SCHEME.match(name) is not None


def is_http(name: str) -> bool:
    """Whether `name` is of the web, where there are files and no folders: what a page links to is not under it."""
    return _HTTP.match(name) is not None


def local_scheme(name: str) -> str:
    """The scheme of a URL that is but another name of a local path, as it is written; "" of every other name."""
    match = _LOCAL.match(name)
    return match[0] if match and "::" not in name else ""


def local_path(name: str) -> str | None:
    """The local path that `name` is, or that fsspec takes such a URL for (nothing in it is quoted); None of another."""
    if scheme := local_scheme(name):
        return os.path.expanduser(name.removeprefix(scheme))  # noqa: PTH111 (never raises)
    return None if is_url(name) else name


def shown(name: str) -> str:
    """`name` without the passwords in it where it is a URL, also one with a chain such as `zip://a::ftp://b`."""
    return _PASSWORD.sub(r"\1", name) if is_url(name) else name


def without_passwords(text: str, url: str) -> str:
    """`text`, which somebody else wrote about `url`, without the passwords of that URL, however they are quoted."""
    text = text.replace(url, shown(url))
    for password in _passwords(url):
        text = text.replace(password, "***")
    return text


def _passwords(url: str) -> Iterator[str]:
    for match in _PASSWORD.finditer(url):
        given = match[0].partition(":")[2]
        plain = unquote(given)
        forms = {given, plain, quote(plain), quote(plain, safe=""), repr(plain)[1:-1]} - {""}
        yield from sorted(forms, key=len, reverse=True)
