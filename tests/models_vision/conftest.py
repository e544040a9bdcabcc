"""One tiny training that several modules look at, each in its own way."""

import shutil
from pathlib import Path

import pytest

from models.vision.config import TrainConfig
from models.vision.export import export
from models.vision.smoke import smoke_config
from models.vision.train import train


@pytest.fixture(scope="session")
def smoke(tmp_path_factory: pytest.TempPathFactory) -> TrainConfig:
    """The smoke configuration, trained and exported: to be read, not to be written to."""
    config = smoke_config(tmp_path_factory.mktemp("smoke"))
    train(config)
    export(config, pictures=12)
    return config


@pytest.fixture(scope="module")
def smoke_copy(smoke: TrainConfig, tmp_path_factory: pytest.TempPathFactory) -> TrainConfig:
    """The same with an output folder that a module may write to."""
    out = Path(shutil.copytree(smoke.out, tmp_path_factory.mktemp("copy") / "out"))
    return smoke.model_copy(update={"out": out})
