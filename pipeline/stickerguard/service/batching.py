"""Frames of several requests in one vision run, where a device is fast only when it has much to do."""

from __future__ import annotations

import queue
import threading
import time
from concurrent.futures import Future

import numpy as np
import numpy.typing as npt

from stickerguard.vision import VisionModel, VisionScores

Rgb = npt.NDArray[np.uint8]
_Scored = tuple[np.float32, np.float32, npt.NDArray[np.float32]]


class BatchingVision:
    """A `VisionModel` whose `scores` may be called from many threads and runs up to `largest` frames together.

    The first frame waits at most `wait_ms` for company. Company never changes a score: the graph treats each picture
    alone (a test of the export holds it to that).
    """

    def __init__(self, model: VisionModel, *, largest: int, wait_ms: float) -> None:
        self._model = model
        self._largest = largest
        self._wait = wait_ms / 1000
        self._waiting: queue.SimpleQueue[tuple[Rgb, Future[_Scored]]] = queue.SimpleQueue()
        threading.Thread(target=self._run, name="vision", daemon=True).start()

    def scores(self, frames: list[Rgb]) -> VisionScores:
        """As `VisionModel.scores`."""
        futures: list[Future[_Scored]] = [Future() for _ in frames]
        for frame, future in zip(frames, futures, strict=True):
            self._waiting.put((self._model.prepare(frame), future))
        columns = zip(*(future.result() for future in futures), strict=True)
        return VisionScores(*(np.stack(column) for column in columns))

    def _run(self) -> None:
        while True:
            batch = [self._waiting.get()]
            until = time.monotonic() + self._wait
            while len(batch) < self._largest:
                try:
                    batch.append(self._waiting.get(timeout=max(0.0, until - time.monotonic())))
                except queue.Empty:
                    break
            try:
                scores = self._model.score_prepared(np.stack([pixels for pixels, _ in batch]))
            except Exception as error:  # the requests must hear of it; this thread must live on
                for _, future in batch:
                    future.set_exception(error)
                continue
            for (_, future), *scored in zip(batch, *scores, strict=True):
                future.set_result(tuple(scored))
