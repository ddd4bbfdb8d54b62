"""The first try, right after the commit, in a thread of its own, so that a slow mail server slows no page.

Nothing depends on it: a process that ends first, or a pool that is busy, leaves the letters in the outbox for
`flask jobs run`.
"""

import os
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor

from flask import Flask

from learnhub.messages.delivery import deliver_due

THREADS = 2
LETTERS_AT_ONCE = 20
# The response leaves first: what the sending costs cannot be measured by whoever waits for the page.
PAUSE_SECONDS = 0.25


class Courier:
    """A few threads that deliver what is due. At most one run waits while they are busy: it will find everything."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self._lock = threading.Lock()
        self._pool: ThreadPoolExecutor | None = None
        self._process = 0
        self._under_way: set[Future[None]] = set()

    def nudge(self) -> None:
        """Have what is due delivered soon, unless a run that will find it is waiting already."""
        with self._lock:
            if self._process != os.getpid():  # a forked worker has its parent's pool but none of its threads
                self._process, self._under_way = os.getpid(), set()
                self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="courier")
            if len(self._under_way) > THREADS or self._pool is None:
                return
            try:
                future = self._pool.submit(self._run)
            except RuntimeError:  # the process is ending
                return
            self._under_way.add(future)
        future.add_done_callback(self._done)

    def wait(self, seconds: float = 10.0) -> None:
        """Until nothing is under way; for commands that end after it, and for tests."""
        deadline = time.monotonic() + seconds
        while self._under_way and time.monotonic() < deadline:
            time.sleep(0.01)

    def _run(self) -> None:
        time.sleep(PAUSE_SECONDS)
        with self.app.app_context():
            try:
                deliver_due(LETTERS_AT_ONCE)
            except Exception as error:  # whatever it was, the letters are still in the outbox
                self.app.logger.warning("immediate delivery failed", extra={"fields": {"kind": type(error).__name__}})

    def _done(self, future: Future[None]) -> None:
        with self._lock:
            self._under_way.discard(future)
