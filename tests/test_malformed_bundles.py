"""Bundles whose hashes are right and that are wrong all the same: each is refused with a BundleError that says why."""

import hashlib
import json
import os
import shutil
import socket
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any

import onnx
import pytest
from onnx import TensorProto, helper

from stickerguard import Bundle, BundleError, RuntimeOptions, StickerClassifier, bundle_files
from stickerguard.bundle import MANIFEST, NEEDED, default_bundle_path
from stickerguard.known_answers import FILE
from stickerguard.manifest import OcrSettings
from stickerguard.ocr import PpOcrSettings
from stickerguard.ocr.settings import RETIRED
from stickerguard.runtime import create_session
from stickerguard.signature import Signature, Tensor
from stickerguard.vision import VisionModel

Document = dict[str, Any]


def edit(folder: Path, change: Callable[[Document], object]) -> None:
    document = json.loads((folder / MANIFEST).read_text("utf-8"))
    change(document)
    (folder / MANIFEST).write_text(json.dumps(document), encoding="utf-8")


def put(folder: Path, name: str, content: bytes) -> None:
    (folder / name).write_bytes(content)
    edit(folder, lambda document: document["files"].update({name: hashlib.sha256(content).hexdigest()}))


def refusal(folder: Path) -> BundleError:
    with pytest.raises(BundleError) as caught:
        Bundle.load(folder)
    return caught.value


def preprocessing(part: str, **changes: object) -> Callable[[Document], object]:
    return lambda document: document["parts"][part]["preprocessing"].update(changes)


def thresholds(**values: float) -> Callable[[Document], object]:
    def change(document: Document) -> None:
        for point in document["operating_points"]:
            point["threshold"] = values.get(point["name"], point["threshold"])

    return change


def points(names: list[str]) -> Callable[[Document], object]:
    def change(document: Document) -> None:
        found = {point["name"]: point for point in document["operating_points"]}
        document["operating_points"] = [found[name] for name in names]

    return change


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda document: document["parts"]["vision"]["preprocessing"].pop("size"), "size"),
        (lambda document: document["parts"]["vision"].pop("preprocessing"), "preprocessing"),
        (preprocessing("vision", size=0), "size"),
        (preprocessing("vision", size="x"), "size"),
        (preprocessing("vision", size=224.5), "size"),
        (preprocessing("vision", size=True), "size"),
        (preprocessing("vision", size=10**9), "size"),
        (preprocessing("caption", max_tokens=0), "max_tokens"),
        (preprocessing("caption", max_tokens=3), "max_tokens"),
        (preprocessing("caption", max_tokens=None), "max_tokens"),
        (preprocessing("ocr", long_side=0), "long_side"),
        (preprocessing("ocr", box_threshold=float("nan")), "box_threshold"),
        (preprocessing("ocr", line_confidence=2), "line_confidence"),
        (preprocessing("ocr", unclip=None), "unclip"),
        (preprocessing("ocr", surprise=1), "surprise"),
        (thresholds(review=0.9, flag=0.8), "threshold"),
        (thresholds(flag=0.99, strict=0.98), "threshold"),
        (thresholds(review=0.0), "threshold"),
        (thresholds(flag=float("nan")), "threshold"),
        (thresholds(flag=True), "threshold"),
        (points([]), "review"),
        (points(["review"]), "flag"),
        (points(["review", "flag", "flag"]), "flag"),
        (lambda document: document.update(minimum_onnxruntime="abc"), "minimum_onnxruntime"),
        (lambda document: document["files"].update({"a\n": "0" * 64}), "files"),
    ],
)
def test_a_manifest_that_no_model_could_run_with_is_refused(
    tmp_path: Path, change: Callable[[Document], object], said: str
) -> None:
    shutil.copy(default_bundle_path() / MANIFEST, tmp_path / MANIFEST)
    edit(tmp_path, change)
    error = refusal(tmp_path)
    assert (error.code, said in str(error), MANIFEST in str(error)) == ("bad_manifest", True, True)


def test_the_manifest_knows_every_setting_of_the_ocr_engine() -> None:
    assert set(OcrSettings.model_fields) == {field.name for field in fields(PpOcrSettings)} | RETIRED


@pytest.mark.parametrize("name", [*NEEDED, FILE])
def test_a_manifest_that_lists_not_all_that_is_needed_is_refused(tmp_path: Path, name: str) -> None:
    shutil.copy(default_bundle_path() / MANIFEST, tmp_path / MANIFEST)
    edit(tmp_path, lambda document: document["files"].pop(name))
    error = refusal(tmp_path)
    assert (error.code, name in str(error)) == ("missing_file", True)


def as_folder(path: Path) -> None:
    path.mkdir()


def as_link(path: Path) -> None:
    path.symlink_to(default_bundle_path() / path.name)


def as_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as listener:
        here = Path.cwd()
        os.chdir(path.parent)  # the length of a socket's path is limited
        try:
            listener.bind(path.name)
        finally:
            os.chdir(here)


@pytest.mark.parametrize("name", ["vision.onnx", "lexicon.json", MANIFEST])
@pytest.mark.parametrize(
    ("make", "said"),
    [(as_folder, "folder"), (as_link, "symbolic link"), (os.mkfifo, "named pipe"), (as_socket, "socket")],
)
def test_what_is_no_plain_file_is_refused_by_name(
    copy: Path, name: str, make: Callable[[Path], None], said: str
) -> None:
    (copy / name).unlink()
    make(copy / name)
    error = refusal(copy)
    assert (error.code, name in str(error), said in str(error)) == ("not_a_file", True, True)


def test_a_pipe_that_took_the_place_of_a_file_after_the_look_at_it_blocks_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain, pipe = tmp_path / "plain", tmp_path / "pipe"
    plain.touch()
    os.mkfifo(pipe)
    monkeypatch.setattr(Path, "lstat", lambda _: plain.stat())
    with pytest.raises(BundleError, match="named pipe"):
        bundle_files.read_document(pipe)


@pytest.mark.parametrize(("name", "size"), [(MANIFEST, 65 * 2**20), ("lexicon.json", 2**40), ("vision.onnx", 2**40)])
def test_a_file_larger_than_any_bundle_needs_is_refused_unread(copy: Path, name: str, size: int) -> None:
    try:
        os.truncate(copy / name, size)  # sparse: takes no room
    except OSError:
        pytest.skip("the file system here holds no file of this size")
    error = refusal(copy)
    assert (error.code, name in str(error)) == ("too_large", True)


def test_a_path_that_cannot_be_a_path_is_no_bundle() -> None:
    assert refusal(Path("a\0b")).code == "not_a_bundle"


def test_a_thousand_additional_files_are_counted_not_listed(copy: Path) -> None:
    for number in range(1000):
        (copy / f"more-{number:04}").touch()
    error = refusal(copy)
    assert (error.code, "more-0004 and 995 more" in str(error)) == ("extra_file", True)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"\xff",
        b"[" * 100_000,
        b'{"version":"1.0","model":{"type":"BPE","vocab":{},"merges":[]}}',
    ],
)
def test_a_tokenizer_that_cannot_be_used_is_refused(copy: Path, content: bytes) -> None:
    put(copy, "tokenizer.json", content)
    error = refusal(copy)
    assert (error.code, "tokenizer.json" in str(error)) == ("bad_tokenizer", True)


@pytest.mark.parametrize("content", [b"", b"[]", b'{"schema_version": 9}', b"\xff"])
def test_known_answers_that_cannot_be_read_are_refused(copy: Path, content: bytes) -> None:
    put(copy, FILE, content)
    error = refusal(copy)
    assert (error.code, FILE in str(error)) == ("bad_known_answers", True)


def graph(
    inputs: dict[str, list[str | int]], outputs: dict[str, list[str | int]], type: int = TensorProto.FLOAT
) -> bytes:
    """A graph in which every output is the first input."""
    first = next(iter(inputs))
    nodes = [helper.make_node("Identity", [first], [name]) for name in outputs]
    described = [
        [helper.make_tensor_value_info(name, type, shape) for name, shape in side.items()] for side in (inputs, outputs)
    ]
    model = helper.make_model(
        helper.make_graph(nodes, "g", *described), opset_imports=[helper.make_opsetid("", 17)], ir_version=8
    )
    return bytes(model.SerializeToString())


WANTED = Signature({"a": Tensor("float", (None, 3))}, {"b": Tensor("float", (None, 3))})


@pytest.mark.parametrize("more", [{}, {"c": ["n", 3]}])
def test_a_graph_that_gives_what_is_read_is_taken(tmp_path: Path, more: dict[str, list[str | int]]) -> None:
    path = tmp_path / "a.onnx"
    path.write_bytes(graph({"a": ["n", 3]}, {"b": ["n", 3], **more}))
    create_session(path, RuntimeOptions(), WANTED)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (graph({"x": ["n", 3]}, {"b": ["n", 3]}), "input 'x'"),
        (graph({"a": ["n", 3], "z": ["n", 3]}, {"b": ["n", 3]}), "input 'z'"),
        (graph({"a": ["n", 3]}, {"x": ["n", 3]}), "no output 'b'"),
        (graph({"a": ["n", 3]}, {"b": ["n", 3]}, TensorProto.DOUBLE), "tensor(double)"),
        (graph({"a": [2, 3]}, {"b": [2, 3]}), "[2, 3]"),
        (graph({"a": ["n", 4]}, {"b": ["n", 4]}), "[n, 4]"),
        (graph({"a": ["n"]}, {"b": ["n"]}), "[n]"),
    ],
)
def test_a_graph_that_takes_or_gives_something_else_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "a.onnx"
    path.write_bytes(content)
    with pytest.raises(BundleError) as caught:
        create_session(path, RuntimeOptions(), WANTED)
    assert (caught.value.code, said in str(caught.value)) == ("bad_model", True)


@pytest.mark.parametrize("name", ["vision.onnx", "caption.onnx", "ocr_det.onnx", "ocr_rec.onnx", "fusion.onnx"])
def test_every_stage_refuses_a_graph_that_is_not_its_own(copy: Path, name: str) -> None:
    put(copy, name, graph({"a": ["n", 3]}, {"b": ["n", 3]}))
    with pytest.raises(BundleError) as caught:
        StickerClassifier(copy)
    assert (caught.value.code, name in str(caught.value)) == ("bad_model", True)


@pytest.mark.parametrize(("part", "name", "value"), [("vision", "size", 64), ("caption", "max_tokens", 32)])
def test_a_setting_that_the_graph_was_not_made_for_is_refused(copy: Path, part: str, name: str, value: int) -> None:
    edit(copy, preprocessing(part, **{name: value}))
    with pytest.raises(BundleError, match=name) as caught:
        StickerClassifier(copy)
    assert caught.value.code == "bad_model"


def test_metadata_that_cannot_be_read_are_refused(tmp_path: Path) -> None:
    model = onnx.load(default_bundle_path() / "vision.onnx")
    for entry in model.metadata_props:
        if entry.key == "preprocessing":
            entry.value = "{"
    onnx.save(model, tmp_path / "vision.onnx")
    with pytest.raises(BundleError, match="metadata"):
        VisionModel(tmp_path / "vision.onnx", size=224, ground=127, options=RuntimeOptions())
