"""From clone to a signed-in course; installed size; idle memory."""

import os
import re
import shutil
import subprocess
import tempfile
import time
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode

from bench.report import Line
from bench.servers import ROOT, free_port, serve, stop

SITE = "lib/python3*/site-packages"


def from_clone() -> list[Line]:
    """Clone, `make run`, sign in as the learner over http, open a course: seconds, with packages cached by pip."""
    folder = Path(tempfile.mkdtemp(prefix="clone-"))
    began = time.monotonic()
    subprocess.run(["git", "clone", "-q", str(ROOT), str(folder / "learnhub")], check=True)
    port = free_port()
    environment = {**os.environ, "PORT": str(port), "LEARNHUB_DEMO_PASSWORD": "bench-only-password"}
    process = subprocess.Popen(
        ["make", "run"], cwd=folder / "learnhub", env=environment, start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        open_course(f"http://127.0.0.1:{port}", deadline=time.monotonic() + 300)
        took = time.monotonic() - began
    finally:
        stop(process)
    installed = sum(
        path.stat().st_size for path in (folder / "learnhub").rglob("*") if path.is_file() and not path.is_symlink()
    )
    history = sum(path.stat().st_size for path in (folder / "learnhub" / ".git").rglob("*") if path.is_file())
    data = sum(path.stat().st_size for path in (folder / "learnhub" / "instance").rglob("*") if path.is_file())
    shutil.rmtree(folder)
    return [
        Line.at_most("from clone to a signed-in course, one command", took, 60, "s", 1),
        Line.at_most("installed size, libraries included", (installed - history - data) / 1e6, 150, "MB", 0),
    ]


def open_course(address: str, deadline: float) -> None:
    """Sign in as a browser would and open the first course; tries until the server answers."""
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    while True:
        try:
            page = opener.open(f"{address}/sign-in", timeout=5).read().decode()
            break
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token is not None
    form = {"csrf_token": token.group(1), "email": "learner@demo.example", "password": "bench-only-password"}
    opener.open(f"{address}/sign-in", urlencode(form).encode(), timeout=30).read()
    course = opener.open(f"{address}/courses/digital-skills-where-to-start", timeout=30)
    assert course.status == 200
    assert course.url.endswith("/digital-skills-where-to-start")


def idle_memory(environment: dict[str, str]) -> list[Line]:
    """Proportional memory of the server with two workers, after each has answered."""
    with serve("wsgi:app", environment) as server:
        for _ in range(20):
            urllib.request.urlopen(f"{server.address}/readyz", timeout=10).read()
        time.sleep(2)
        return [Line.at_most("idle memory, two workers", server.memory_bytes() / 1e6, 200, "MB", 0)]
