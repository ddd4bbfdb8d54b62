"""LearnHub as people meet it: served by granian, with the demo's people and courses, on a database of its own."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
PASSWORD = "browser-tests-only"
ROLES = ("learner", "ambassador", "hr", "lead", "welsh", "admin", "author", "outsider")


class Server:
    """One server; `address` is where it answers, `environment` what it runs with."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self.log = folder / "server.log"
        self.environment = {
            **os.environ,
            "LEARNHUB_DATABASE_URL": f"sqlite:///{folder / 'browser.db'}",
            "LEARNHUB_DEMO": "1",
            "LEARNHUB_DEMO_PASSWORD": PASSWORD,
            "LEARNHUB_BASE_URL": self.address,
            "LEARNHUB_EVIDENCE": str(folder / "evidence"),
        }
        self.process: subprocess.Popen[bytes] | None = None

    def flask(self, *arguments: str) -> str:
        """Run a command; its output. Raises when it fails."""
        done = subprocess.run(
            [str(BIN / "flask"), *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"flask {' '.join(arguments)} failed:\n{done.stdout}{done.stderr}")
        return done.stdout

    def start(self) -> None:
        """Migrate, load the demo, serve; returns when it answers."""
        self.flask("db", "upgrade")
        self.flask("demo", "load")
        command = [str(BIN / "granian"), "--interface", "wsgi", "--no-ws", "--port", str(self.port),
                   "--workers", "1", "--blocking-threads", "4", "--log-level", "warning", "wsgi:app"]  # fmt: skip
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=log, stderr=log)
        for _ in range(150):
            try:
                urllib.request.urlopen(f"{self.address}/healthz", timeout=1).close()
                return
            except OSError:
                if self.process.poll() is not None:
                    break
                time.sleep(0.1)
        raise RuntimeError(f"the server did not start:\n{self.log.read_text()}")

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.wait(timeout=20)
