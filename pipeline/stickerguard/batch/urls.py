"""URLs as they may be shown: a password opens the file and is written nowhere."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from urllib.parse import quote, unquote

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)
_LOCAL = re.compile(r"(?:file|local)://", re.IGNORECASE)
_HTTP = re.compile(r"https?://", re.IGNORECASE)
_PORT = re.compile(r"\d*[/?#]")
_SCHEME_BEFORE = re.compile(r"[a-z0-9+.-]*$", re.IGNORECASE)
_WITHOUT_PASSWORD = frozenset({"git", "github"})
"""Schemes with something else between a colon and an @, such as github://org:repo@branch."""


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
    if not is_url(name):
        return name
    kept, at = [], 0
    for start, end in _passwords_in(name):
        kept.append(name[at : start - 1])  # less its colon
        at = end
    return "".join(kept) + name[at:]


def without_passwords(text: str, url: str) -> str:
    """`text`, which somebody else wrote about `url`, without the passwords of that URL, however they are quoted."""
    text = text.replace(url, shown(url))
    for password in _passwords(url):
        text = text.replace(password, "***")
    return text


def _passwords(url: str) -> Iterator[str]:
    for start, end in _passwords_in(url):
        given = url[start:end]
        plain = unquote(given)
        forms = {given, plain, quote(plain), quote(plain, safe=""), repr(plain)[1:-1]} - {""}
        yield from sorted(forms, key=len, reverse=True)


def _passwords_in(url: str) -> Iterator[tuple[int, int]]:
    """Start and end of each password, of all links of a chain.

    `urllib.parse` would do for URLs that are as they should be. In one that is not, such as with a bare # or / in the
    password, it sees none, and what is not seen is shown. The links are not split at "::" for the same reason.
    """
    at = 0
    while (colon := url.find("://", at)) >= 0:
        at = colon + len("://")
        scheme = _SCHEME_BEFORE.search(url, 0, colon)
        if scheme and scheme[0].lower() in _WITHOUT_PASSWORD:
            continue
        user, _, rest = url[at:].partition(":")
        if set("/@") & set(user):
            continue
        start = at + len(user) + 1
        if length := _length(rest, arn=user == "arn"):
            yield start, start + length
            at = start + length
        elif rest.startswith("@"):
            yield start, start


def _length(rest: str, *, arn: bool) -> int:
    """How many characters at the start of `rest`, what follows the first colon, are a password."""
    if _PORT.match(rest):
        return 0
    # The host follows the last @ before the path.
    host = rest.partition("/")[0].rpartition("@")
    if host[1]:
        return len(host[0])
    # A password with a bare / breaks that rule. So may an @ in a path: below a bucket of S3 that an ARN names by its
    # colons, and behind the "::" of a chain.
    if arn or rest.startswith(":"):
        return 0
    return max(0, rest.find("@"))
