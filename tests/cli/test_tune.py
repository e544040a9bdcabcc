"""`sample` and `tune` as a user runs them: from verdicts over decisions to a file of thresholds that `score` takes."""

import csv
import json
import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from stickerguard import Bundle, StickerguardError
from stickerguard.batch.outputs import Outputs
from stickerguard.cli import cli
from stickerguard.thresholds import chosen, read_thresholds
from tests.tuning.made import REVIEW, decision, run, write_decisions, write_jsonl

FILES = ("verdicts.jsonl", "sample.jsonl", "decisions.csv")


def stickerguard(*arguments: object) -> Result:
    return CliRunner().invoke(cli, list(map(str, arguments)))


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, bundle: Bundle) -> Path:
    """A run, what was drawn from it, and what people decided: every third sticker of both pools is confirmed."""
    folder = tmp_path_factory.mktemp("desk")
    verdicts, sample, decisions = (folder / name for name in FILES)
    every = run(1500, bundle=bundle.ref)
    write_jsonl(verdicts, every)
    done = stickerguard("sample", verdicts, "-o", sample, "--near", 40, "--unlike", 30)
    assert done.exit_code == 0, done.output
    drawn = [json.loads(line) for line in sample.read_text("utf-8").splitlines()]
    rows = [
        decision(each, "not_minor" if number % 3 else "confirm")
        for number, each in enumerate(each for each in every if each.decision != "clear")
    ]
    rows += [decision(row, "not_minor" if number % 50 else "confirm", "sampled") for number, row in enumerate(drawn)]
    write_decisions(decisions, rows)
    (folder / "in_use.yaml").write_text(f"name: in use\nreview: {REVIEW}\nflag: 0.8\n", "utf-8")
    return folder


def tune(desk: Path, *arguments: object) -> Result:
    verdicts, sample, decisions = (desk / name for name in FILES)
    given = ["--sample", sample, "--verdicts", verdicts, "--thresholds", desk / "in_use.yaml"]
    return stickerguard("tune", decisions, *given, *arguments)


@pytest.mark.parametrize(
    "question",
    [("--false-positives", "2%"), ("--recall", "0.1%"), ("--reviews-a-day", 20_000, "--volume", 1_000_000)],
    ids=lambda question: question[0],
)
def test_a_question_gives_thresholds_that_the_classifier_takes(
    desk: Path, tmp_path: Path, bundle: Bundle, question: tuple[object, ...]
) -> None:
    output = tmp_path / "thresholds.yaml"
    done = tune(desk, *question, "-o", output, "--name", "ours")
    assert done.exit_code == 0, done.output
    found = read_thresholds(output)
    assert REVIEW <= found.review <= found.flag
    assert found.asked
    assert {"recall", "false_positives", "precision", "marked", "notes"} <= set(found.measured)
    assert chosen(bundle, output).name == "ours"
    assert yaml.safe_load(output.read_text("utf-8"))["bundle"]["sha256"] == bundle.ref.sha256
    assert "chosen" in done.output


def test_the_rates_and_the_picture(desk: Path, tmp_path: Path) -> None:
    rates, picture, again = tmp_path / "rates.csv", tmp_path / "a.svg", tmp_path / "b.svg"
    done = tune(desk, "--rates", rates, "--picture", picture)
    assert done.exit_code == 0, done.output
    with rates.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["slice"] for row in rows} == {"all", "pack", "language", "kind"}
    for row in rows:
        if row["recall"]:
            assert 0 <= float(row["recall_low"]) <= float(row["recall"]) <= float(row["recall_high"]) <= 1
    text = "".join(ElementTree.parse(picture).getroot().itertext())
    for word in ("recall", "precision", "false positives", "review threshold"):
        assert word in text
    tune(desk, "--picture", again)
    assert again.read_bytes() == picture.read_bytes()


def test_without_a_sample_recall_is_not_promised(desk: Path, tmp_path: Path) -> None:
    done = stickerguard("tune", desk / "decisions.csv", "--recall", "90%", "-o", tmp_path / "t.yaml")
    assert isinstance(done.exception, StickerguardError)
    assert done.exception.code == "not_known"
    assert not (tmp_path / "t.yaml").exists()


def test_reviews_a_day_are_told_of_a_run_in_which_everything_is_marked(
    desk: Path, tmp_path: Path, bundle: Bundle
) -> None:
    marked = [each for each in run(1500, bundle=bundle.ref) if each.decision != "clear"]
    verdicts = write_jsonl(tmp_path / "v.jsonl", marked)
    decisions = write_decisions(tmp_path / "d.csv", [decision(each, "not_minor") for each in marked])
    given = ("--verdicts", verdicts, "--thresholds", desk / "in_use.yaml", "--reviews-a-day", 50, "--volume", 100)
    done = stickerguard("tune", decisions, *given, "-o", tmp_path / "t.yaml")
    assert done.exit_code == 0, done.output
    assert sum((each.risk or 0) >= read_thresholds(tmp_path / "t.yaml").review for each in marked) <= len(marked) / 2


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--recall", "90%", "--false-positives", "1%"], "ask one of"),
        (["--reviews-a-day", "3"], "go together"),
        (["--recall", "most"], "is no share"),
        (["--recall", "101%"], "is not between"),
        (["-o", "x.yaml"], "needs a question"),
        (["--picture", "x.gif"], "must end in"),
    ],
)
def test_what_cannot_be_meant_is_refused(desk: Path, arguments: list[str], words: str) -> None:
    done = tune(desk, *arguments)
    assert done.exit_code == 2
    assert words in done.output


SHA256 = "2" * 64
OTHER = {
    "bundle": (
        {"name": "other", "version": "9.9.9", "sha256": SHA256},
        f"other 9.9.9 (manifest {SHA256[:12]})",
        "--bundle",
    ),
    "thresholds": ({"review": 0.7, "flag": 0.9, "name": "flag"}, "flag (review 0.7, flag 0.9)", "--thresholds"),
}


@pytest.mark.parametrize("what", OTHER)
@pytest.mark.parametrize("file", ["verdicts.jsonl", "sample.jsonl"])
@pytest.mark.parametrize("first", [1, 7], ids=["all", "some"])
def test_verdicts_that_were_made_with_something_else_are_refused(
    desk: Path, tmp_path: Path, what: str, file: str, first: int
) -> None:
    value, words, option = OTHER[what]
    rows = [json.loads(line) for line in (desk / file).read_text("utf-8").splitlines()]
    rows[first - 1 :] = [row | {what: value} for row in rows[first - 1 :]]
    other = tmp_path / file
    other.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    files = {"verdicts.jsonl": desk / "verdicts.jsonl", "sample.jsonl": desk / "sample.jsonl"} | {file: other}
    given = ["--verdicts", files["verdicts.jsonl"], "--sample", files["sample.jsonl"]]
    output = tmp_path / "t.yaml"
    asked = ["--false-positives", "2%", "-o", output]
    done = stickerguard("tune", desk / "decisions.csv", *given, "--thresholds", desk / "in_use.yaml", *asked)
    assert isinstance(done.exception, StickerguardError)
    assert done.exception.code == "other_run"
    assert f"{other}:{first}: was made with the {what} {words}" in str(done.exception)
    # What one option can mend is not to be mended by splitting files, and the other way round.
    alone = first == 1 and file == "verdicts.jsonl"
    assert (option in str(done.exception)) == alone
    assert ("give only verdicts" in str(done.exception)) != alone
    assert not output.exists()


@pytest.mark.parametrize("what", OTHER)
def test_no_sample_is_drawn_from_two_runs_in_one_file(desk: Path, tmp_path: Path, what: str) -> None:
    value, words, _ = OTHER[what]
    rows = [json.loads(line) for line in (desk / "verdicts.jsonl").read_text("utf-8").splitlines()]
    mixed, other = tmp_path / "mixed.jsonl", tmp_path / "other.jsonl"
    mixed.write_text("".join(json.dumps(row) + "\n" for row in [*rows, rows[0] | {what: value}]), "utf-8")
    done = stickerguard("sample", mixed, "-o", tmp_path / "s.jsonl")
    assert isinstance(done.exception, StickerguardError)
    assert f"{mixed}:1501: was made with the {what} {words}, but {mixed}:1 with" in str(done.exception)
    assert not (tmp_path / "s.jsonl").exists()
    other.write_text("".join(json.dumps(row | {what: value}) + "\n" for row in rows), "utf-8")
    assert stickerguard("sample", other, "-o", tmp_path / "s.jsonl").exit_code == 0


def test_rows_of_former_versions_which_do_not_say_what_made_them_are_taken(desk: Path, tmp_path: Path) -> None:
    given: list[object] = []
    for option, name in (("--verdicts", "verdicts.jsonl"), ("--sample", "sample.jsonl")):
        rows = [json.loads(line) for line in (desk / name).read_text("utf-8").splitlines()]
        rows = [{key: value for key, value in row.items() if key not in OTHER} for row in rows]
        (tmp_path / name).write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
        given += [option, tmp_path / name]
    done = stickerguard("tune", desk / "decisions.csv", *given, "--thresholds", desk / "in_use.yaml")
    assert done.exit_code == 0, done.output


def test_outputs_are_no_inputs_and_replace_nothing_unasked(desk: Path, tmp_path: Path) -> None:
    before = (desk / "decisions.csv").read_bytes()
    other = tmp_path / "other name.csv"
    other.hardlink_to(desk / "decisions.csv")
    for onto in (desk / "decisions.csv", other):
        refused = tune(desk, "--rates", onto, "--overwrite")
        assert "is an input of this run" in str(refused.exception)
    twice = tune(desk, "--rates", tmp_path / "p.svg", "--picture", tmp_path / "p.svg")
    assert "cannot take two outputs" in str(twice.exception)
    assert (desk / "decisions.csv").read_bytes() == before
    there = tmp_path / "rates.csv"
    there.write_text("mine", "utf-8")
    refused = tune(desk, "--rates", there)
    assert isinstance(refused.exception, StickerguardError)
    assert there.read_text("utf-8") == "mine"
    assert tune(desk, "--rates", there, "--overwrite").exit_code == 0
    assert isinstance(
        stickerguard("sample", desk / "verdicts.jsonl", "-o", desk / "verdicts.jsonl").exception, StickerguardError
    )


def test_two_at_once_do_not_write_to_one_file(desk: Path, tmp_path: Path) -> None:
    rates = tmp_path / "rates.csv"
    with Outputs(files=(rates,)).held():
        refused = tune(desk, "--rates", rates)
    assert isinstance(refused.exception, StickerguardError)
    assert refused.exception.code == "output_in_use"
    assert not rates.exists()


def test_of_many_bad_rows_it_is_said_how_many_are_not_named(desk: Path, tmp_path: Path) -> None:
    verdicts = tmp_path / "v.jsonl"
    verdicts.write_text((desk / "verdicts.jsonl").read_text("utf-8") + "{}\n" * 1013, "utf-8")
    done = stickerguard("sample", verdicts, "-o", tmp_path / "s.jsonl")
    assert done.exit_code == 1
    assert done.output.count("is no verdict") == 10
    assert "stickerguard: and 1,003 more like these" in done.output


def test_a_bad_row_is_named_and_costs_the_exit_code_only(desk: Path, tmp_path: Path) -> None:
    path = tmp_path / "decisions.csv"
    path.write_text(
        (desk / "decisions.csv").read_text("utf-8") + "x,,perhaps,ann,,,,marked,flag,0.9,0.9,0.9,,\n", "utf-8"
    )
    done = stickerguard("tune", path, "--verdicts", desk / "verdicts.jsonl", "--thresholds", desk / "in_use.yaml")
    assert done.exit_code == 1
    assert "decision: " in done.output
    assert "by slice" in done.output


@pytest.mark.parametrize(
    ("question", "words"),
    [
        (
            ("--reviews-a-day", 1, "--volume", 1_000_000),
            r"with which [\d,]+ to [\d,]+ stickers a day are marked; allow more",
        ),
        (("--false-positives", "0%"), r"with which [\d.]+% to [\d.]+% of harmless stickers are marked; allow more"),
        (("--recall", "100%"), r"with which [\d.]+% to [\d.]+% of harmful stickers are marked; ask for less"),
    ],
    ids=["reviews", "false positives", "recall"],
)
def test_a_goal_out_of_reach_is_refused_in_its_unit_with_advice_that_leads_there(
    desk: Path, tmp_path: Path, question: tuple[object, ...], words: str
) -> None:
    decisions = (desk / "decisions.csv").read_text("utf-8")
    if question[0] == "--false-positives":  # also what has the highest risk is harmless
        decisions = decisions.replace(",confirm,", ",not_minor,")
    (tmp_path / "d.csv").write_text(decisions, "utf-8")
    of_run = ["--sample", desk / "sample.jsonl", "--verdicts", desk / "verdicts.jsonl"]
    given = ["tune", tmp_path / "d.csv", *of_run, "--thresholds", desk / "in_use.yaml"]
    done = stickerguard(*given, *question, "-o", tmp_path / "t.yaml")
    assert isinstance(done.exception, StickerguardError)
    assert done.exception.code == "not_reachable"
    assert re.search(words, str(done.exception))
    assert ("lower thresholds" in str(done.exception)) == (question[0] == "--recall")
    assert not (tmp_path / "t.yaml").exists()


@pytest.mark.parametrize("question", ["--reviews-a-day", "--false-positives"])
def test_decisions_on_sampled_stickers_alone_give_no_threshold_that_they_do_not_bear_out(
    desk: Path, tmp_path: Path, question: str
) -> None:
    header, *rows = (desk / "decisions.csv").read_text("utf-8").splitlines(keepends=True)
    marked = sum(",marked," in row for row in rows)
    path, output = tmp_path / "sampled.csv", tmp_path / "t.yaml"
    path.write_text(header + "".join(row for row in rows if ",sampled," in row), "utf-8")
    of_run = ["--sample", desk / "sample.jsonl", "--verdicts", desk / "verdicts.jsonl"]
    given = ["tune", path, *of_run, "--thresholds", desk / "in_use.yaml"]
    asked = [question, "0", *(["--volume", 1000] if question == "--reviews-a-day" else [])]
    refused = stickerguard(*given, *asked, "-o", output)
    assert isinstance(refused.exception, StickerguardError)
    assert not output.exists()
    told = stickerguard(*given, "--volume", 1500, "--reviews-a-day", marked)
    assert f"- 0 of {marked} marked stickers were decided about" in told.output
    assert f"of 1,500 stickers {marked:,} (" in told.output
