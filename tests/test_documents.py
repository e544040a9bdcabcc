"""The site of `make docs` has every document, and the reference every public name."""

import re

import stickerguard
from stickerguard.service import metrics
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


def test_every_code_of_an_error_stands_in_the_documents() -> None:
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "pipeline/stickerguard").rglob("*.py")]
    codes = {code for source in sources for code in re.findall(r'code="(\w+)"', source)}
    said = "".join((ROOT / "docs" / name).read_text(encoding="utf-8") for name in DOCS)
    assert len(codes) > 80
    assert sorted(code for code in codes if f"`{code}`" not in said) == []


def test_every_metric_of_the_service_stands_in_its_document() -> None:
    said = (ROOT / "docs/service.md").read_text(encoding="utf-8")
    for name in ("VERDICTS", "STAGES", "REQUESTS", "WAITING", "ENDED"):
        metric = getattr(metrics, name)
        (found,) = metric.collect()
        assert f"`{found.name}{'_total' if found.type == 'counter' else ''}`" in said
        assert found.type in said
