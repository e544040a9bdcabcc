"""Workers that are killed without work cost nothing; those that never start are said."""

import os
import signal
import time
from collections.abc import Iterator
from multiprocessing import get_context

import pytest
from pebble import ProcessExpired, ProcessPool

from stickerguard.pools import RenewedPool, WorkersError
from tests.idle import kill_idle


@pytest.fixture
def pool() -> Iterator[RenewedPool]:
    opened = RenewedPool(lambda: ProcessPool(1, context=get_context("spawn")))
    yield opened
    opened.stop()


def test_an_idle_death_is_not_seen_by_what_comes_after(pool: RenewedPool) -> None:
    for _ in range(6):  # more often than workers may die without an answer in between
        assert pool.result(pool.schedule(abs, -3)) == 3
        kill_idle(pool.current)


def test_what_was_not_answered_is_given_to_another_pool_and_all_of_it_at_once(pool: RenewedPool) -> None:
    pid = pool.result(pool.schedule(os.getpid))
    done = pool.schedule(abs, -1)
    assert pool.result(done) == 1
    os.kill(pid, signal.SIGSTOP)
    jobs = [pool.schedule(abs, -number) for number in (2, 3, 4)]
    kill_idle(pool.current)
    assert pool.result(jobs[0], [done, *jobs[1:]]) == 2
    assert [job.pool is pool.current for job in (done, *jobs)] == [False, True, True, True]
    assert [pool.result(job) for job in (done, *jobs)] == [1, 2, 3, 4]


def test_what_kills_its_worker_is_not_tried_again(pool: RenewedPool) -> None:
    with pytest.raises(ProcessExpired):
        pool.result(pool.schedule(_dies_later))
    assert pool.result(pool.schedule(abs, -3)) == 3


def test_an_error_of_the_function_leaves_the_pool_as_it_is(pool: RenewedPool) -> None:
    first = pool.current
    with pytest.raises(RuntimeError, match="of its own"):
        pool.result(pool.schedule(_fails))
    assert pool.current is first


def test_workers_that_cannot_start_are_said_each_time_that_somebody_asks() -> None:
    pool = RenewedPool(lambda: ProcessPool(1, initializer=os._exit, initargs=(9,), context=get_context("spawn")))
    for _ in range(2):
        with pytest.raises(WorkersError) as refused:
            pool.result(pool.schedule(abs, -3))
        assert refused.value.code == "no_worker"
    pool.stop()


def test_what_a_stopped_pool_was_given_is_not_waited_for(pool: RenewedPool) -> None:
    job = pool.schedule(time.sleep, 3_600)
    pool.stop()
    with pytest.raises(WorkersError, match="stopped"):
        pool.result(job)
    with pytest.raises(WorkersError, match="stopped"):
        pool.schedule(abs, -3)


def _dies_later() -> None:
    time.sleep(0.3)
    os._exit(9)


def _fails() -> None:
    raise RuntimeError("of its own")
