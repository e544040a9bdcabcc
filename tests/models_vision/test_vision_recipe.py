"""The whole recipe on drawn shapes: train, resume, export, quantise, evaluate."""

import csv
import json
from pathlib import Path
from unittest.mock import Mock

import numpy as np
import onnx
import onnxruntime as ort
import pytest
import torch
from safetensors.torch import load_file, save_file
from transformers import TrainingArguments

from data.vision.index import Picture, read_index
from data.vision.vendors import Use
from models.lineage import is_restricted
from models.training import last_checkpoint, training_arguments
from models.vision.config import Backbone, TrainConfig, load_config
from models.vision.evaluate import evaluate
from models.vision.export import export
from models.vision.graph import Deployed
from models.vision.network import MinorNet
from models.vision.record import training_data, used_by
from models.vision.smoke import smoke_config
from models.vision.train import RunningAverage, load_trained, predict, train
from stickerguard.errors import StickerguardError
from stickerguard.manifest import Part
from stickerguard.runtime import RuntimeOptions
from stickerguard.vision import VisionModel


@pytest.fixture(scope="module")
def config(smoke_copy: TrainConfig) -> TrainConfig:
    return smoke_copy


def training_arguments_of(config: TrainConfig) -> TrainingArguments:
    return training_arguments(config.out, epochs=1, batch=8, learning_rate=0.1, weight_decay=0.1, seed=1, workers=0)


def pictures(count: int, height: int = 48, width: int = 48) -> np.ndarray:
    return np.random.default_rng(7).integers(0, 256, (count, height, width, 3), dtype=np.uint8)


def session(config: TrainConfig, name: str) -> ort.InferenceSession:
    return ort.InferenceSession(str(config.out / name))


@pytest.mark.parametrize("count", [1, 2, 7])
def test_torch_and_the_float_graph_agree(config: TrainConfig, count: int) -> None:
    images = pictures(count)
    with torch.inference_mode():
        wanted = Deployed(load_trained(config), config.backbone)(torch.from_numpy(images))
    found = session(config, "vision_fp32.onnx").run(["minor_logit", "person", "minor_map"], {"image": images})
    for value, expected in zip(found, wanted, strict=True):
        np.testing.assert_allclose(value, expected.numpy(), atol=1e-4)


def test_the_map_adds_up_to_the_logit(config: TrainConfig) -> None:
    network = load_trained(config)
    logit, places = session(config, "vision_fp32.onnx").run(["minor_logit", "minor_map"], {"image": pictures(3)})
    np.testing.assert_allclose(places.mean((1, 2)) + float(network.heads.bias[0].detach()), logit, atol=1e-4)


@pytest.mark.parametrize("name", ["vision.onnx", "vision_fp32.onnx"])
def test_the_graph_keeps_its_contract(config: TrainConfig, name: str) -> None:
    model = onnx.load(config.out / name)
    onnx.checker.check_model(model, full_check=True)
    assert [entry.version for entry in model.opset_import if entry.domain == ""] == [17]
    assert {entry.domain for entry in model.opset_import} == {""}
    assert model.ir_version <= 9
    run = session(config, name)
    (image,) = run.get_inputs()
    assert (image.name, image.type, image.shape) == ("image", "tensor(uint8)", ["batch", "height", "width", 3])
    assert [(value.name, value.type, value.shape) for value in run.get_outputs()] == [
        *((output, "tensor(float)", ["batch"]) for output in ("minor", "minor_logit", "person")),
        ("minor_map", "tensor(float)", ["batch", "rows", "columns"]),
    ]
    assert not [path for path in config.out.iterdir() if path.suffix == ".data"]


@pytest.mark.parametrize("name", ["vision.onnx", "vision_fp32.onnx"])
def test_the_file_says_its_labels_and_preprocessing(config: TrainConfig, name: str) -> None:
    metadata = session(config, name).get_modelmeta().custom_metadata_map
    assert json.loads(metadata["labels"]) == ["minor", "person"]
    assert json.loads(metadata["preprocessing"]) == {"size": config.size, "ground": config.ground}


def test_what_quantisation_cost_is_stated(config: TrainConfig) -> None:
    report = json.loads((config.out / "export.json").read_text())
    assert report["max_difference"]["torch_fp32"] < 1e-4
    assert report["max_difference"]["fp32_int8"] > 0
    assert set(report["int8"]["auc"]) == set(report["fp32"]["auc"]) == {"shapes"}


def test_quantising_before_exporting_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StickerguardError, match="run make export first"):
        export(smoke_config(tmp_path), stage="quantise")


@pytest.mark.parametrize("name", ["vision.onnx", "vision_fp32.onnx"])
def test_the_calibration_is_in_the_graph(config: TrainConfig, name: str) -> None:
    fit = json.loads((config.out / "export.json").read_text())["int8" if name == "vision.onnx" else "fp32"]
    minor, logit = session(config, name).run(["minor", "minor_logit"], {"image": pictures(5)})
    np.testing.assert_allclose(minor, 1 / (1 + np.exp(-(fit["scale"] * logit + fit["shift"]))), rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize(("height", "width"), [(32, 64), (160, 160), (33, 47)])
def test_sizes_never_exported_run(config: TrainConfig, height: int, width: int) -> None:
    *scores, places = session(config, "vision.onnx").run(None, {"image": pictures(2, height, width)})
    assert all(np.isfinite(value).all() and value.shape == (2,) for value in scores)
    assert np.isfinite(places).all()
    assert (len(places), places.ndim) == (2, 3)


def test_export_again_gives_the_same_bytes(config: TrainConfig) -> None:
    before = {name: (config.out / name).read_bytes() for name in ("vision.onnx", "vision_fp32.onnx")}
    for stage in ("export", "quantise"):
        export(config, stage=stage, pictures=12)
    assert {name: (config.out / name).read_bytes() for name in before} == before


def test_a_resumed_run_ends_where_an_unbroken_one_does(config: TrainConfig, tmp_path: Path) -> None:
    broken = smoke_config(tmp_path)
    train(broken, max_epochs=1)
    assert not (broken.out / "network.safetensors").exists()
    train(broken, resume=True)
    one, other = load_trained(config).state_dict(), load_trained(broken).state_dict()
    assert all(torch.equal(one[name], other[name]) for name in one)


def test_a_run_leaves_checkpoints_and_tensorboard_logs(config: TrainConfig) -> None:
    assert len(list((config.out / "checkpoints").glob("checkpoint-*"))) == 2
    assert list((config.out / "tensorboard").glob("events.out.tfevents.*"))


@pytest.mark.parametrize(
    ("library", "name"),
    [("torchvision", "mobilenet_v3_small"), ("torchvision", "resnet18"), ("timm", "mobilenetv3_small_050")],
)
def test_backbones_of_other_libraries_train(tmp_path: Path, library: str, name: str) -> None:
    base = smoke_config(tmp_path)
    spec = base.backbone.model_copy(update={"library": library, "name": name})
    config = base.model_copy(update={"backbone": spec, "samples_per_epoch": 8})
    train(config, max_epochs=1)
    assert last_checkpoint(training_arguments_of(config)) is not None


def test_a_network_learns_what_its_teachers_say(config: TrainConfig, tmp_path: Path) -> None:
    said = load_file(config.out / "network.safetensors")
    said["heads.weight"].zero_()
    said["heads.bias"][:] = torch.tensor([6.0, -6.0])
    save_file(said, tmp_path / "teacher.safetensors")
    more = {"teachers": (tmp_path / "teacher.safetensors",), "teacher_share": 1.0, "samples_per_epoch": 64}
    student = smoke_config(tmp_path).model_copy(update=more)
    train(student)
    tested = [p for p in read_index(config.data) if p.split == "test"]
    before, after = (predict(load_trained(c), c, tested).mean(0) for c in (config, student))
    assert after[0] > before[0] + 0.5
    assert after[1] < before[1] - 0.5


def test_a_vision_model_from_a_local_transformers_folder_trains_and_exports(tmp_path: Path) -> None:
    from transformers import ResNetConfig, ResNetModel

    folder = tmp_path / "backbone"
    ResNetModel(ResNetConfig(embedding_size=8, hidden_sizes=[8, 16], depths=[1, 1])).save_pretrained(folder)
    base = smoke_config(tmp_path)
    spec = base.backbone.model_copy(update={"library": "transformers", "name": str(folder), "weights": str(folder)})
    config = base.model_copy(update={"backbone": spec, "samples_per_epoch": 8, "phases": base.phases[-1:]})
    train(config)
    export(config, pictures=4)
    assert (config.out / "vision.onnx").is_file()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"backbone": {"library": "timm", "name": "no_such_net"}}, "no_such_net"),
        ({"backbone": {"library": "timm", "name": "efficientnet_lite0", "weights": "absent.pt"}}, "absent.pt"),
        ({"frozen": ("blocks.99",)}, "no module blocks.99"),
        ({"teachers": (Path("absent.safetensors"),)}, "absent.safetensors"),
        ({"left_out": ("shapes",)}, "no picture labelled minor in the split train"),
        ({"sampling": {"own": {"minor": 0.5}}}, "has shares for own, the training pictures come from drawn"),
    ],
)
def test_what_cannot_be_trained_is_named_before_any_epoch(
    tmp_path: Path, change: dict[str, object], words: str
) -> None:
    base = smoke_config(tmp_path).model_dump() | change
    with pytest.raises(StickerguardError, match=words):
        train(TrainConfig.model_validate(base))
    assert not (tmp_path / "out" / "checkpoints").exists()


def test_a_picture_that_vanished_is_named(tmp_path: Path) -> None:
    config = smoke_config(tmp_path)
    (config.data / "shapes/adult3.png").unlink()
    with pytest.raises(StickerguardError, match=r"index\.csv: shapes/adult3\.png: no such file"):
        train(config)


def test_the_evaluation_describes_the_part_and_feeds_the_fusion(config: TrainConfig) -> None:
    evaluate(config, config.out / "vision.onnx")
    content = json.loads((config.out / "part.json").read_text())
    assert set(content.pop("lineage")) == {"parents", "restrictions"}
    part = Part.model_validate(content)
    assert part.files == ["vision.onnx"]
    assert {record.use for record in part.training_data} == {"train", "calibrate", "test"}
    with (config.out / "heldout_scores.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["source", "slice", "label", "kind", "split", "minor_logit", "minor"]
    assert {row["label"] for row in rows} == {"0", "1"}
    count = {record.use: record.count for record in part.training_data}
    assert {use: sum(row["split"] == use for row in rows) for use in count} == count | {"train": 0}


def test_the_package_runs_the_export(config: TrainConfig) -> None:
    model = VisionModel(config.out / "vision.onnx", size=config.size, ground=config.ground, options=RuntimeOptions())
    scores = model.score(list(pictures(3, 90, 60)))
    assert scores.dtype == np.float32
    assert ((scores >= 0) & (scores <= 1)).all()


def test_a_misspelt_field_of_the_configuration_is_named(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_text(Path("models/vision/imagenet.yaml").read_text() + "learning_rat: 1\n")
    with pytest.raises(StickerguardError, match="learning_rat") as caught:
        load_config(path)
    assert caught.value.code == "bad_config"


def test_a_recipe_takes_what_it_leaves_unsaid_from_the_one_it_extends(tmp_path: Path) -> None:
    base = Path("models/vision/imagenet.yaml").resolve()
    (tmp_path / "mine.yaml").write_text(f"extends: {base}\nseed: 7\n")
    (tmp_path / "later.yaml").write_text("extends: mine.yaml\nbatch: 3\n")
    found = load_config(tmp_path / "later.yaml")
    assert found == load_config(base).model_copy(update={"seed": 7, "batch": 3})
    assert load_config(tmp_path / "later.yaml", tiny=True).size == 64
    for content in ("extends: later.yaml\n", "extends: absent.yaml\n", "- 1\n"):
        (tmp_path / "mine.yaml").write_text(content)
        with pytest.raises(StickerguardError) as caught:
            load_config(tmp_path / "later.yaml")
        assert caught.value.code == "bad_config"


def test_the_committed_configurations_load() -> None:
    for path in Path("models/vision").glob("*.yaml"):
        config = load_config(path)
        # Augmentation enlarges, so that a size somewhat below the last one of training may be the better one to use.
        assert config.size <= config.size_at(config.epochs - 1) <= 1.25 * config.size


def test_the_average_goes_where_the_trainer_puts_the_network() -> None:
    network = MinorNet(Backbone(library="timm", name="efficientnet_lite0"))
    average = RunningAverage(network, 0.9, None)
    average.on_train_begin(Mock(), Mock(), Mock(), model=network.to("meta"))
    assert {value.device.type for value in average.module.state_dict().values()} == {"meta"}


def test_a_commercial_recipe_uses_restricted_pictures_for_tests_alone() -> None:
    licences = ("CC BY", "CC BY-NC", "non-commercial research", "MIT")
    splits: tuple[Use, ...] = ("train", "calibrate", "test")
    index = [
        Picture(f"{split}/{licence}.png", "pages", "drawn", "none", None, "pages/1", split, licence)
        for licence in licences
        for split in splits
    ]
    recipe = load_config(Path("models/vision/open.yaml"))
    used = {(picture.split, picture.licence) for picture in used_by(recipe, index)}
    assert used == {(s, x) for s in splits for x in licences if s == "test" or x in ("CC BY", "MIT")}
    assert used_by(load_config(Path("models/vision/default.yaml")), index) == index
    trained = training_data((p for p in used_by(recipe, index) if p.split == "train"), recipe.data)
    assert not is_restricted(record.licence for record in trained)
