"""A small HTTP server that stands for GOV.UK Notify: checks the token as Notify does, and answers as it is told."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import jwt

SERVICE = "11111111-2222-4333-8444-555555555555"
SECRET = "66666666-7777-4888-8999-000000000000"
KEY = f"learnhub-{SERVICE}-{SECRET}"
TEMPLATE = "99999999-8888-4777-8666-555555555555"


@dataclass
class Notify:
    """What arrived, and what to answer: a status and the errors that Notify would name."""

    url: str = ""
    taken: list[dict[str, Any]] = field(default_factory=list)
    status: int = 201
    errors: list[dict[str, str]] = field(default_factory=list)

    def answer(self, path: str, authorization: str, body: bytes) -> tuple[int, dict[str, Any]]:
        try:
            token = jwt.decode(authorization.removeprefix("Bearer "), SECRET, algorithms=["HS256"])
        except jwt.InvalidTokenError as error:
            return 403, {"status_code": 403, "errors": [{"error": "AuthError", "message": f"Invalid token: {error}"}]}
        if token["iss"] != SERVICE or path != "/v2/notifications/email":
            return 404, {"status_code": 404, "errors": [{"error": "NoResultFound", "message": "No result found"}]}
        if self.status != 201:
            return self.status, {"status_code": self.status, "errors": self.errors}
        self.taken.append(json.loads(body))
        return 201, {"id": f"{len(self.taken):08}-0000-4000-8000-000000000000"}


@contextmanager
def notify_server() -> Iterator[Notify]:
    """A server on a free port of this machine."""
    notify = Notify()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status, answer = notify.answer(self.path, self.headers.get("Authorization", ""), body)
            content = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    notify.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield notify
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
