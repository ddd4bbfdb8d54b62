"""Rounds of kill -9 under load: no acknowledged hand-in may be lost, and the record must verify each time."""

import http.client
import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from urllib.parse import urlencode

from flask import Flask
from sqlalchemy import func, select

from bench.forms import filled
from bench.pages import addresses
from bench.report import Line
from bench.servers import ROOT, Server, serve, stop
from bench.visitors import Visit, visits
from learnhub.db import db
from learnhub.learning.models import Attempt

PEOPLE = 12


def rounds(app: Flask, environment: dict[str, str], count: int = 20) -> list[Line]:
    """`count` rounds.

    Each starts the server, lets a crowd hand in as fast as it can, and kills everything at a random moment.
    """
    _, _, check = addresses(app)
    crowd = visits(app, PEOPLE)
    chance = random.Random(7)
    acknowledged = lost = faulty = 0
    for _ in range(count):
        before = handed_in(app, crowd)
        acked: dict[int, int] = {visit.learner_id: 0 for visit in crowd}
        with serve("wsgi:app", environment) as server:
            threads = [
                threading.Thread(target=hand_in_until_it_dies, args=(server, check, visit, acked)) for visit in crowd
            ]
            for thread in threads:
                thread.start()
            time.sleep(chance.uniform(0.5, 2.0))
            stop(server.process, signal.SIGKILL)
            for thread in threads:
                thread.join()
        after = handed_in(app, crowd)
        acknowledged += sum(acked.values())
        lost += sum(max(0, before[who] + acked[who] - after[who]) for who in acked)
        faulty += verify(environment) != 0
    return [
        Line("kill -9: rounds, acknowledged hand-ins", f"{count}, {acknowledged}", "", None if acknowledged else False),
        Line("kill -9: acknowledged hand-ins lost", str(lost), "0", lost == 0),
        Line("kill -9: rounds after which `flask record verify` complained", str(faulty), "0", faulty == 0),
    ]


def hand_in_until_it_dies(server: Server, check: str, visit: Visit, acked: dict[int, int]) -> None:
    """Fetch the check, hand it in, count what was acknowledged, until the connection breaks."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    headers = {"Cookie": visit.cookie, "Content-Type": "application/x-www-form-urlencoded"}
    try:
        while True:
            connection.request("GET", check, headers={"Cookie": visit.cookie})
            html = connection.getresponse().read().decode()
            body = urlencode([*filled(html), ("action", "hand-in")]).encode()
            connection.request("POST", check, body=body, headers=headers)
            response = connection.getresponse()
            response.read()
            if response.status == 303:
                acked[visit.learner_id] += 1
    except (OSError, http.client.HTTPException):
        return


def handed_in(app: Flask, crowd: list[Visit]) -> dict[int, int]:
    """How many attempts each of them has handed in, from the database."""
    with app.app_context():
        rows = db.session.execute(
            select(Attempt.learner_id, func.count())
            .where(Attempt.handed_in_at.is_not(None), Attempt.learner_id.in_([visit.learner_id for visit in crowd]))
            .group_by(Attempt.learner_id)
        )
        found: dict[int, int] = dict(tuple(row) for row in rows)
        db.session.rollback()
        db.engine.dispose()
    return {visit.learner_id: found.get(visit.learner_id, 0) for visit in crowd}


def verify(environment: dict[str, str]) -> int:
    """The exit code of `flask record verify`."""
    flask = Path(sys.executable).parent / "flask"
    return subprocess.run(
        [str(flask), "record", "verify"], cwd=ROOT, env={**os.environ, **environment}, capture_output=True, check=False
    ).returncode
