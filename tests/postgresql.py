"""A throw-away PostgreSQL server of our own: made with initdb in shared memory, gone when the tests end.

Root may not run PostgreSQL: there the server runs as the user `postgres`, who comes with the package.
"""

import getpass
import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

# Nothing here survives a crash, and need not.
FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "max_connections": "200",
    "shared_buffers": "64MB",
    "dynamic_shared_memory_type": "mmap",  # files in our own folder: nothing stays behind in /dev/shm
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "listen_addresses": "127.0.0.1",
}


def binaries() -> Path | None:
    """The folder with `initdb` and `pg_ctl`, newest version first; None when PostgreSQL's server is not installed."""
    found = shutil.which("initdb")
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: -float(path.parent.name))
    if found:
        folders.insert(0, Path(found).resolve().parent)
    return next((folder for folder in folders if (folder / "pg_ctl").exists()), None)


class Server:
    """One cluster. `url(name)` is the address of a database in it."""

    def __init__(self) -> None:
        folder = binaries()
        if folder is None:
            raise RuntimeError("PostgreSQL is not installed: apt-get install postgresql")
        self.binaries = folder
        self.user = "postgres" if os.geteuid() == 0 else getpass.getuser()
        in_memory = Path("/dev/shm")
        self.folder = Path(
            tempfile.mkdtemp(prefix="learnhub-pg-", dir=in_memory if os.access(in_memory, os.W_OK) else None)
        )
        self.password = secrets.token_hex(8)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]

    def start(self, **others: str) -> None:
        """Make the cluster and start it, with other settings than a test's if wanted; waits until it answers."""
        password_file = self.folder / "password"
        password_file.write_text(self.password)
        if os.geteuid() == 0:
            owner = pwd.getpwnam(self.user)
            for path in (self.folder, password_file):
                os.chown(path, owner.pw_uid, owner.pw_gid)
        data = str(self.folder / "data")
        self._run("initdb", "-D", data, "-U", "learnhub", "-E", "UTF8", "--no-sync", "--auth=scram-sha-256",
                  f"--pwfile={password_file}", "--locale=C.UTF-8")  # fmt: skip
        settings = {**FAST, **others, "port": str(self.port), "unix_socket_directories": str(self.folder)}
        options = " ".join(f"-c {name}={value}" for name, value in settings.items())
        self._run("pg_ctl", "-D", data, "-w", "-t", "60", "-l", str(self.folder / "log"), "-o", options, "start")

    def stop(self) -> None:
        """Stop at once and leave nothing behind."""
        try:
            self._run("pg_ctl", "-D", str(self.folder / "data"), "-m", "immediate", "stop")
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)

    def url(self, name: str) -> str:
        """The address of a database of this server, as LEARNHUB_DATABASE_URL takes it."""
        return f"postgresql://learnhub:{self.password}@127.0.0.1:{self.port}/{name}"

    def _run(self, command: str, *arguments: str) -> None:
        line = [str(self.binaries / command), *arguments]
        if os.geteuid() == 0:
            line = ["runuser", "-u", self.user, "--", *line]
        done = subprocess.run(line, cwd="/", stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, check=False)  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"{command} failed:\n{done.stdout}")
