"""Worker processes that die while they have nothing to do, as by the hand of the OOM killer."""

import time
from typing import Any


def kill_idle(pool: Any) -> None:
    """Kill the workers of a pebble pool that has nothing to do, and wait until pebble has given it up."""
    for worker in list(pool._pool_manager.worker_manager.workers.values()):
        worker.kill()
    while pool.active:
        time.sleep(0.01)
