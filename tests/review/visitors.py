"""Browsers that visit the pages of a desk."""

import re

from fastapi.testclient import TestClient

from stickerguard.review.app import create_app
from stickerguard.review.context import DeskContext
from stickerguard.review.guard import LOCAL

TOKEN = "the-token"
ADDRESS = "http://127.0.0.1:8090"
BEGIN = {"reviewer": "Ann", "queue": "first", "sorting": "sticker", "most_cards": "", "most_minutes": "", "keys": "1"}


def visitor(context: DeskContext) -> TestClient:
    app = create_app(context, token=TOKEN, cookie="desk", hosts=LOCAL)
    return TestClient(app, base_url=ADDRESS, follow_redirects=False)


def csrf(client: TestClient) -> str:
    found = re.search(r'name="csrf" value="([^"]+)"', client.get("/").text)
    assert found
    return found[1]


def begun(client: TestClient, **changes: str) -> str:
    token = csrf(client)
    assert client.post("/begin", data=BEGIN | {"csrf": token} | changes).headers["location"] == "/card"
    return token
