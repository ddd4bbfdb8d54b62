"""Our own source as syntax trees: what the tests of the architecture read."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "learnhub"
TEMPLATES = ROOT / "templates"


@dataclass(frozen=True)
class Module:
    """One of our Python files."""

    path: Path

    @property
    def name(self) -> str:
        """As it is imported: "learnhub.people.actions"."""
        parts = self.path.relative_to(ROOT).with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    @cached_property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @property
    def lines(self) -> int:
        return self.text.count("\n")

    def functions(self) -> Iterator[ast.FunctionDef]:
        """Every function, methods and inner ones too."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.FunctionDef):
                yield node

    def calls(self) -> Iterator[ast.Call]:
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call):
                yield node


@cache
def modules() -> tuple[Module, ...]:
    """All modules of the service."""
    return tuple(Module(path) for path in sorted(PACKAGE.rglob("*.py")))


@cache
def templates() -> tuple[Path, ...]:
    """All templates."""
    return tuple(sorted(TEMPLATES.rglob("*.html")))


def dotted(node: ast.expr) -> str:
    """ "db.session.commit" of that expression; empty for anything else than names and attributes."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        above = dotted(node.value)
        return f"{above}.{node.attr}" if above else f"?.{node.attr}"
    return ""
