"""A team's own terms count at once, in disguise too, and never lower a score."""

import subprocess
import sys
from pathlib import Path

import pytest

from stickerguard import StickerClassifier
from stickerguard.caption.lexicon import Lexicon, LexiconEntry
from stickerguard.caption.own_lexicon import OwnLexicon
from stickerguard.errors import StickerguardError


def write(folder: Path, text: str, name: str = "own.csv") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return write(tmp_path, "term,severity,lang\nzorble,2,en\n打酱油,3,zh\nkindly,1,\n")


def test_a_listed_term_raises_the_score_and_is_evidence(own: Path, classifier: StickerClassifier) -> None:
    ours = StickerClassifier(classifier.bundle, lexicon=own)
    for text, least, severity in (("time to zorble", 0.9, 2), ("一起打酱油", 0.99, 3)):
        assert classifier.caption.score(text).suggestive < least
        score = ours.caption.score(text)
        assert score.suggestive >= least
        assert score.severity >= severity
        assert [match.severity for match in score.terms] == [severity]


@pytest.mark.parametrize("text", ["time to z o r b l e", "time to z0rble", "TIME TO ZORBLE", "time to zor\u200bble"])
def test_its_disguises_are_seen_through(own: Path, classifier: StickerClassifier, text: str) -> None:
    assert OwnLexicon.load(own).severity(text) == 2


def test_other_captions_and_mild_terms_keep_their_score(own: Path, classifier: StickerClassifier) -> None:
    ours = StickerClassifier(classifier.bundle, lexicon=own)
    for text in ("good morning", "kindly wait", "zorbles"):
        assert ours.caption.score(text).suggestive == classifier.caption.score(text).suggestive


def test_jsonl_is_read_too(tmp_path: Path) -> None:
    path = write(tmp_path, '{"term": "zorble", "severity": 3}\n', "own.jsonl")
    assert OwnLexicon.load(path).severity("zorble") == 3


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("a.csv", "term,severity\nzorble,7\n", "a.csv:2: severity"),
        ("a.csv", "word,severity\nzorble,2\n", "a.csv:1: the first line must name"),
        ("a.jsonl", '{"term": "x", "severity": 2}\nnonsense\n', "a.jsonl:2: no JSON"),
        ("a.jsonl", "", "holds no term"),
        ("a.jsonl", "[" * 100_000, "a.jsonl:1: no JSON"),
        ("a.csv", f"term,severity\n{'x' * 200_000},2\n", "no CSV"),
        ("a.csv", "term,severity\n", "holds no term"),
        ("a.jsonl", '{"term": "x", "severity": true}\n', "a.jsonl:1: severity: true is no number"),
        (
            "a.jsonl",
            '{"term": "x", "severity": 1, "severity": 3}\n',
            "a.jsonl:1: no JSON: 'severity' stands there twice",
        ),
        ("a.csv", "term,severity,Severity\nzorble,1,3\n", "a.csv:1: the first line names the column 'severity' twice"),
        ("a.csv", 'term,severity\n"zorble,2\nother,2\n', "no CSV"),
        ("a.txt", "zorble", "a.txt: the name of a list ends in .csv or .jsonl"),
        ("63", "zorble", '63:1: the first line must name the columns "term"'),
        ("63", "{nonsense", "63:1: no JSON"),
        ("a.csv", "", "a.csv: holds no term"),
        (
            "a.jsonl",
            '{"term": "x", "severity": 2, "spellings": ["eks"]}',
            "a.jsonl:1: spellings: an own list has no such",
        ),
        ("a.jsonl", '{"term": "x", "severity": 2, "coded": true}', "a.jsonl:1: coded: an own list has no such"),
        ("a.csv", "term,severity,coded\nzorble,2,true\n", "a.csv:2: coded: an own list has no such"),
        ("a.csv", "term,severity\nzorble,2\n\u200b,3\n", "a.csv:3: '.u200b' has no character that can be seen"),
        ("a.jsonl", '{"term": "\u00ad \u200b", "severity": 0}', "a.jsonl:1: .* has no character that can be seen"),
        ("a.csv", f"term,severity\n{'x' * 201},2\n", "a.csv:2: term: .* at most 200 characters"),
        ("a.jsonl", f'{{"term": "{"x" * 201}", "severity": 2}}', "a.jsonl:1: term: .* at most 200 characters"),
    ],
)
def test_a_bad_list_is_refused_with_file_and_line(tmp_path: Path, name: str, text: str, words: str) -> None:
    with pytest.raises(StickerguardError, match=words):
        OwnLexicon.load(write(tmp_path, text, name))


def test_the_command_takes_it(tmp_path: Path, own: Path, samples: Path) -> None:
    command = [sys.executable, "-m", "stickerguard", "score", str(samples / "baby_no_text.webp"), "--caption", "zorble"]
    done = subprocess.run([*command, "--lexicon", str(own)], capture_output=True, text=True, check=False)
    assert '"decision": "flag"' in done.stdout, done.stderr
    bad = subprocess.run([*command, "--lexicon", str(tmp_path / "absent.csv")], capture_output=True, check=False)
    assert bad.returncode == 2


@pytest.mark.parametrize(
    "text",
    [
        "Term , SEVERITY\nzorble,2\n",
        "\ufeffterm,severity\n zorble , 2\n",
        "term;severity;lang\nzorble;2;en\n",
        "term\tseverity\nzorble\t2\n",
        "term|severity\nzorble|2\n",
    ],
)
def test_headers_and_dialects_of_spreadsheets_are_read(tmp_path: Path, text: str) -> None:
    assert OwnLexicon.load(write(tmp_path, text)).severity("time to zorble") == 2


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("zorble,2\n", "own.csv:1: the first line must name"),
        ("term severity\nzorble 2\n", "with , ; a tab or . between"),
        ("term,severity\nzorble,2\nZORBLE,3\n", "own.csv:3: 'ZORBLE' has severity 2 in line 2 already"),
        ("term,severity\nkindly,1\nzorble,2,en\n", "own.csv:3: more fields than columns"),
    ],
)
def test_a_bad_header_duplicate_or_row_is_named_by_line(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(StickerguardError, match=words) as caught:
        OwnLexicon.load(write(tmp_path, text))
    assert caught.value.code == "bad_lexicon"


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("c.a.f.é now", 2),
        ("CAF\u0335É", 2),
        ("g00d", 1),
        ("goooood", 1),
        ("schön", 0),
        ("s c h o n", 3),
        ("rendez-vous schon", 0),
    ],
)
def test_accents_doubles_and_exceptions_hold_in_disguise(tmp_path: Path, text: str, severity: int) -> None:
    rows = "term,severity\ncafé,2\ngood,1\nschon,3\nrendez-vous schon,0\n"
    assert OwnLexicon.load(write(tmp_path, rows)).severity(text) == severity


@pytest.mark.parametrize("gap", ["\n", "\r\n", "\x0c", "\x85", "\u2028", "\u2029"])
def test_what_breaks_a_line_elsewhere_is_a_blank_within_a_term(tmp_path: Path, gap: str) -> None:
    rows = f'term,severity\n"blue{gap}zorble",2\nother,3\n'
    path = tmp_path / "own.csv"
    path.write_bytes(rows.encode())
    lexicon = OwnLexicon.load(path)
    assert [lexicon.severity(text) for text in ("a blue zorble", "other", "blue")] == [2, 3, 0]
    if gap in ("\u2028", "\u2029", "\x85"):  # JSON lets these stand as they are
        path = write(tmp_path, f'{{"term": "blue{gap}zorble", "severity": 2}}\n', "own.jsonl")
        assert OwnLexicon.load(path).severity("a blue zorble") == 2


@pytest.mark.parametrize(
    "rows", [("cool,3", "coool,1"), ("cool,3", "coool,0"), ("b00k,3", "book,0"), ("c0ol,3", "cool,2")]
)
def test_rows_that_only_a_disguise_makes_the_same_keep_their_severity_in_any_order(
    tmp_path: Path, rows: tuple[str, str]
) -> None:
    for number, order in enumerate((rows, rows[::-1])):
        listed = OwnLexicon.load(write(tmp_path, "\n".join(["term,severity", *order, "zorble,1"]), f"{number}.csv"))
        severe, mild = (row.partition(",")[0] for row in rows)
        own = int(rows[1][-1])
        assert [listed.severity(text) for text in (severe, mild, f"so {mild} now")] == [3, own, own]
        # Written as neither row has it, or the severer one beside the other.
        spread = " ".join(mild.replace("ooo", "oooooo").replace("oo", "oooo"))
        assert [listed.severity(text) for text in (spread, f"{mild} and {spread}", f"{mild}, {severe}")] == [3, 3, 3]
        assert listed.severity(f"{mild} z0rble") == max(own, 1)


@pytest.mark.parametrize("rows", ["歡迎,3\n欢迎,1\n", "欢迎,1\n歡迎,3\n", "歡迎,3\n欢迎,0\n"])
def test_a_term_in_both_scripts_that_contradicts_itself_is_refused(tmp_path: Path, rows: str) -> None:
    first, second = (row.partition(",")[0] for row in rows.split())
    words = f"own.csv:3: '{second}' has severity . in line 2 already, as '{first}': in traditional and in simplified"
    with pytest.raises(StickerguardError, match=words) as refused:
        OwnLexicon.load(write(tmp_path, "term,severity\n" + rows))
    assert refused.value.code == "bad_lexicon"


def test_a_term_may_stand_in_both_scripts_with_one_severity(tmp_path: Path) -> None:
    listed = OwnLexicon.load(write(tmp_path, "term,severity\n歡迎,3\n欢迎,3\n"))
    assert [listed.severity(text) for text in ("歡迎", "欢迎", "歡 迎", "欢.迎")] == [3, 3, 3, 3]


def test_inside_an_exception_no_term_of_the_bundle_counts_and_outside_all_do(
    tmp_path: Path, classifier: StickerClassifier
) -> None:
    rows = "term,severity\nthe cock crows,0\nle café cock,0\nyinjing hua,0\nzzzq,3\n"
    ours = StickerClassifier(classifier.bundle, lexicon=write(tmp_path, rows)).caption
    for text in ("the cock crows", "so The  COCK crows now", "the c.o.c.k crows", "le café cock", "yinjing hua"):
        before, score = classifier.caption.score(text), ours.score(text)
        assert before.raised_by, text
        assert (score.terms, score.raised_by, score.suggestive) == ((), (), score.without_terms), text
    for text in ("cock", "the cock", "the cock crows, cock", "the c0ck crows"):
        before, score = classifier.caption.score(text), ours.score(text)
        assert score.raised_by == before.raised_by, text
        assert score.terms == before.terms[-1:]
    assert ours.score("the cock crows zzzq").suggestive >= 0.99


def test_a_list_may_hold_exceptions_alone_and_one_may_be_a_term_of_the_bundle(
    tmp_path: Path, classifier: StickerClassifier
) -> None:
    ours = StickerClassifier(classifier.bundle, lexicon=write(tmp_path, "term,severity\ncock,0\n")).caption
    assert ours.score("a cock").raised_by == ()
    assert ours.score("a cock ring").terms == classifier.caption.score("a cock ring").terms


def test_an_exception_that_is_a_disguise_does_not_let_the_word_itself_pass(
    tmp_path: Path, classifier: StickerClassifier
) -> None:
    rows = "term,severity\nsch1ong vibes,0\nc.o.c.k,0\n"
    ours = StickerClassifier(classifier.bundle, lexicon=write(tmp_path, rows)).caption
    for text in ("cock", "a c-o-c-k", "the c0ck crows"):
        assert ours.score(text).raised_by == classifier.caption.score(text).raised_by != ()


def test_a_long_phrase_is_a_term_and_so_is_what_is_all_signs(tmp_path: Path) -> None:
    long = "blue zorble " * 16
    listed = OwnLexicon.load(write(tmp_path, f"term,severity\n{long},2\n🍆,3\n!!!,1\n"))
    assert [listed.severity(text) for text in (f"a {long}", "so 🍆", "wow!!!", "blue")] == [2, 3, 1, 0]


def test_a_list_in_another_encoding_is_refused_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "own.csv").write_bytes("term,severity\ncafé,2\n".encode("latin-1"))
    with pytest.raises(StickerguardError, match=r"own.csv: is no UTF-8 .*save the list as UTF-8"):
        OwnLexicon.load(tmp_path / "own.csv")


@pytest.mark.parametrize(
    "term", ["x", "早", "上", "a\u0301", "가", "\U0001f60f", "\u0e31", "\u200b", "\u3164 \u00ad", "\u2800"]
)
def test_a_term_is_taken_where_it_is_found_where_it_stands_alone(tmp_path: Path, term: str) -> None:
    found = Lexicon([LexiconEntry(term=term, lang="und", severity=2)]).find(term)
    path = write(tmp_path, f"term,severity\n{term},2\n")
    if found:
        assert OwnLexicon.load(path).severity(term) == 2
    else:
        with pytest.raises(StickerguardError, match="would match nothing"):
            OwnLexicon.load(path)


def test_each_row_of_a_long_list_is_found_as_it_is_alone(tmp_path: Path) -> None:
    words = ["coool", "cool", "Straße", "說台", "说话", "z0rble", "naïve", "가나", "ガール", "kindly", "x y z"]
    rows = [f"{word} {number}" for number in range(50) for word in words] + words
    listed = [f"{row},{place % 3 + 1}" for place, row in enumerate(rows)]
    together = OwnLexicon.load(write(tmp_path, "\n".join(["term,severity", *listed])))
    for row, line in zip(rows, listed, strict=True):
        alone = OwnLexicon.load(write(tmp_path, f"term,severity\n{line}\n", "alone.csv"))
        highest, ids = alone.severest(row)
        assert together.severest(row)[0] >= highest == int(line.rpartition(",")[2])
        assert ids[0] in {match.id for match in together.lexicon.find(row)}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.jsonl", '{"term": "zorble", "severity": 2, "lang": "und", "coded": false, "spellings": []}'),
        ("a.jsonl", '{"term": "zorble", "severity": 2, "lang": null, "coded": null, "spellings": null}'),
        ("a.csv", "term,severity,lang,coded,spellings\nzorble,2,und,False,[]"),
        ("a.csv", "term,severity,coded,spellings\nzorble,2,,"),
        ("a.csv", "term,severity,coded\nzorble,2,0"),
    ],
)
def test_a_default_that_is_written_out_is_taken(tmp_path: Path, name: str, text: str) -> None:
    assert OwnLexicon.load(write(tmp_path, text, name)).severity("zorble") == 2


@pytest.mark.parametrize("more", ['"coded": "perhaps"', '"spellings": "eks"', '"spellings": [5]', '"note": null'])
def test_what_does_nothing_in_an_own_list_is_refused_by_name(tmp_path: Path, more: str) -> None:
    path = write(tmp_path, f'{{"term": "x", "severity": 2, {more}}}', "a.jsonl")
    with pytest.raises(
        StickerguardError, match=r"a.jsonl:1: (coded|spellings|spellings\.0|note): an own list has no such"
    ):
        OwnLexicon.load(path)
