"""`python -m tests.badges.independent.write FOLDER`: a credential of ours and its tampered variants, as files."""

import json
import re
import sys
import tempfile
from pathlib import Path

from learnhub import db as database
from learnhub.badges import credentials
from tests import people
from tests.badges import tampering
from tests.badges.issued import Files, credentials_of, earn, files_of, make_issuer
from tests.databases import SqliteDatabases, make_app


def main(folder: Path) -> None:
    """Write the files that `verify.mjs` reads."""
    with tempfile.TemporaryDirectory() as scratch:
        here = Path(scratch)
        app = make_app(SqliteDatabases(here).fresh(here, with_cast=True), here)
        with app.app_context():
            make_issuer(app)
            award = earn(people.person("learner"))
            with database.write():
                credentials.choose(award, with_name=True, with_email=True)
            write(files_of(app, credentials_of(award)[-1].uuid), folder)


def write(files: Files, folder: Path) -> None:
    """All files of one credential."""
    for name in ("documents", "tokens"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    (folder / "credential.json").write_text(files.json)
    (folder / "credential.jwt").write_text(files.jwt)
    (folder / "credential.svg").write_text(files.svg)
    (folder / "status.json").write_text(files.status)
    (folder / "issuer.json").write_text(json.dumps(files.issuer))
    (folder / "keys.json").write_text(json.dumps(files.keys))
    for name, document in tampering.documents(files).items():
        (folder / "documents" / f"{plain(name)}.json").write_text(json.dumps(document))
    for name, token in tampering.tokens(files).items():
        (folder / "tokens" / f"{plain(name)}.jwt").write_text(token)


def plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
