"""Export of progress at size.

Rows a second, first byte and peak memory, beside `sqlite3 -csv` or COPY in the same run.
"""

import subprocess
import threading
import time
import urllib.request

from flask import Flask
from sqlalchemy.engine import make_url

from bench.report import Line
from bench.servers import Server, serve
from bench.visitors import officer_of_everything
from learnhub.db import db
from learnhub.exports.datasets import DATASETS
from learnhub.exports.plain import plain_statement

DATASETS_MEASURED = ("progress", "completions")


def compare(app: Flask, environment: dict[str, str]) -> list[Line]:
    """The largest datasets an HR officer of everything can pull, each beside the raw tool on the same select."""
    with app.app_context():
        sqlite = db.engine.dialect.name == "sqlite"
        plain = {name: plain_statement(DATASETS[name]) for name in DATASETS_MEASURED}
    visit = officer_of_everything(app)
    lines = []
    with serve("wsgi:app", environment) as server:
        for name in DATASETS_MEASURED:
            raw_rate, raw_name = (sqlite_rate if sqlite else copy_rate)(
                environment["LEARNHUB_DATABASE_URL"], plain[name]
            )
            lines += download(server, f"/exports/{name}.csv", visit.cookie, name, raw_rate, raw_name, sqlite)
    return lines


def download(
    server: Server, path: str, cookie: str, name: str, raw_rate: float, raw_name: str, sqlite: bool
) -> list[Line]:
    """Fetch one dataset to nowhere, watching the server's memory."""
    request = urllib.request.Request(server.address + path, headers={"Cookie": cookie})
    peak = [server.largest_process_bytes()]
    done = threading.Event()

    def watch() -> None:
        while not done.wait(0.2):
            peak.append(server.largest_process_bytes())

    watcher = threading.Thread(target=watch)
    watcher.start()
    began = time.perf_counter()
    with urllib.request.urlopen(request, timeout=600) as response:
        said = int(response.headers["X-LearnHub-Rows"])
        first = response.read(1)
        first_byte = time.perf_counter() - began
        rows, tail = first.count(b"\n"), b""
        while block := response.read(1 << 20):
            rows += block.count(b"\n")
            tail = block
    took = time.perf_counter() - began
    done.set()
    watcher.join()
    assert tail or rows
    limit = 0.5 if sqlite else 0.8
    return [
        Line.share(f"export of {name}, {rows - 1:,} rows, beside {raw_name}", rows / took, raw_rate, limit, " rows/s"),
        Line(f"export of {name}: first byte", f"{first_byte:.2f} s", ""),
        Line.at_most(f"export of {name}: peak memory of the exporting process", max(peak) / 1e6, 200, "MB", 0),
        Line(f"export of {name}: rows said and rows sent", f"{said:,}, {rows - 1:,}", "equal", said == rows - 1),
    ]


def lines_of(shell: subprocess.Popen[bytes]) -> int:
    """How many lines a tool prints, read to its end and thrown away."""
    output = shell.stdout
    assert output is not None
    lines = sum(block.count(b"\n") for block in iter(lambda: output.read(1 << 20), b""))
    shell.wait()
    return lines


def sqlite_rate(url: str, select: str) -> tuple[float, str]:
    """Rows a second of the sqlite3 shell over the same rows, unguarded."""
    path = url.removeprefix("sqlite:///")
    began = time.perf_counter()
    shell = subprocess.Popen(["sqlite3", "-csv", f"file:{path}?mode=ro", select], stdout=subprocess.PIPE)
    return lines_of(shell) / (time.perf_counter() - began), "sqlite3 -csv"


def copy_rate(url: str, select: str) -> tuple[float, str]:
    """Rows a second of COPY to a client that throws them away."""
    address = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    began = time.perf_counter()
    shell = subprocess.Popen(["psql", address, "-c", f"COPY ({select}) TO STDOUT CSV"], stdout=subprocess.PIPE)
    return lines_of(shell) / (time.perf_counter() - began), "COPY"
