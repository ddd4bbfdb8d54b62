"""Many at once: threads with database sessions of their own, let go together."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from flask import Flask

from learnhub import db as database
from learnhub.db import db


def at_once(app: Flask, work: Callable[[int], object], times: int, *, writes: bool = True) -> list[object]:
    """What each gives back or raises. `writes`: each in a transaction; else the work sees to its own."""
    gate = threading.Barrier(times)

    def run(number: int) -> object:
        with app.app_context():
            gate.wait(timeout=60)
            try:
                if not writes:
                    return work(number)
                with database.write():
                    return work(number)
            except Exception as error:
                return error
            finally:
                db.session.remove()

    db.session.remove()
    with ThreadPoolExecutor(times) as pool:
        return [done.result(timeout=120) for done in [pool.submit(run, number) for number in range(times)]]
