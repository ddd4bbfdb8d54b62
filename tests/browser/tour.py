"""`make tour`: every page, as each of the cast and as nobody, at two widths, in Chromium. Prints a table; fails when
anything is wrong. Minutes, not seconds: `make test` looks at each kind of page once."""

# ruff: noqa: T201  # printing is what it is for

import sys
import tempfile
from pathlib import Path
from statistics import median

from learnhub import create_app
from tests.browser import chromium
from tests.browser.inspection import Inspector, Seen
from tests.browser.pages import VISITOR, everything
from tests.browser.server import ROLES, ROOT, Server
from tests.databases import settings_for

WARM_MEDIAN = 5_000
TABLE = ROOT / "build/tour.tsv"


def main() -> int:
    """The whole tour; 1 when something is wrong."""
    with tempfile.TemporaryDirectory(prefix="learnhub-tour-") as folder:
        server = Server(Path(folder))
        server.start()
        try:
            routes = create_app(settings_for(f"sqlite:///{folder}/routes.db", Path(folder))).url_map
            pages, sessions = everything(server.address, routes)
            seen = []
            with chromium.browser() as browser:
                for role in (VISITOR, *ROLES):
                    context = chromium.context_for(browser, sessions[role].state(), script=True)
                    inspector = Inspector(context, server.address)
                    for page in (page for page in pages if page.role == role and not page.is_file):
                        seen.append(inspector.look_at(page))
                        print_line(seen[-1])
                    context.close()
        finally:
            server.stop()
    write_table(seen)
    return summary(seen)


def write_table(seen: list[Seen]) -> None:
    """The figures of every page, for a spreadsheet."""
    TABLE.parent.mkdir(exist_ok=True)
    lines = [("role", "path", "cold", "warm", "problems")]
    for one in seen:
        sizes = str(one.cold_bytes), str(one.warm_bytes), str(len(one.problems))
        lines.append((one.page.role or "visitor", one.page.path, *sizes))
    TABLE.write_text("".join("\t".join(line) + "\n" for line in lines), encoding="utf-8")


def print_line(seen: Seen) -> None:
    verdict = "clean" if not seen.problems else "NOT CLEAN"
    sizes = f"{seen.cold_bytes:>7,} {seen.warm_bytes:>7,}"
    print(f"{seen.page.role or 'visitor':<11} {seen.page.path:<70} {sizes}  {verdict}")
    for problem in seen.problems:
        print(f"            - {problem}")
    sys.stdout.flush()


def summary(seen: list[Seen]) -> int:
    """The last lines; 1 when something is wrong."""
    wrong = [one for one in seen if one.problems]
    warm = median(one.warm_bytes for one in seen)
    heaviest = max(seen, key=lambda one: one.cold_bytes)
    print(f"\n{len(seen)} pages, {len({one.page.route for one in seen})} routes, each at 1280 and 320 px.")
    print(f"Cold at most {heaviest.cold_bytes:,} bytes ({heaviest.page}).")
    print(f"Warm median {warm:,.0f} bytes, target at most {WARM_MEDIAN:,}.")
    print(f"{len(wrong)} not clean.")
    return 1 if wrong or warm > WARM_MEDIAN else 0


if __name__ == "__main__":
    sys.exit(main())
