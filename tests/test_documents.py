"""The site of `make docs` has every document, and the reference every public name."""

import re

import stickerguard
from tests.conftest import ROOT

DOCS = sorted(path.name for path in (ROOT / "docs").glob("*.md"))


def test_the_site_and_its_first_page_lead_to_every_document() -> None:
    navigation = (ROOT / "scripts/mkdocs.yml").read_text(encoding="utf-8").partition("nav:")[2]
    assert sorted(re.findall(r"- (\S+\.md)", navigation)) == DOCS
    linked = re.findall(r"\]\((\w+\.md)\)", (ROOT / "docs/index.md").read_text(encoding="utf-8"))
    assert sorted([*linked, "index.md"]) == DOCS


def test_the_reference_has_every_public_name() -> None:
    reference = (ROOT / "docs/reference.md").read_text(encoding="utf-8")
    shown = set(re.findall(r"^::: stickerguard\.(\w+)$", reference, re.MULTILINE))
    for name in set(stickerguard.__all__) - {"__version__"}:
        home = getattr(getattr(stickerguard, name), "__module__", "stickerguard.types").rpartition(".")[2]
        assert {name, home} & shown, f"docs/reference.md lacks {name}"
