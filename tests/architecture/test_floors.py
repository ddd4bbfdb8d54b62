"""Who may import whom. The contracts are in pyproject.toml; here is what keeps the contracts themselves honest."""

import tomllib
from pathlib import Path

from tests.architecture.source import PACKAGE, ROOT

OUTSIDE = {"static", "translations"}  # folders without code


def contracts() -> list[dict[str, object]]:
    configuration = tomllib.loads((ROOT / "pyproject.toml").read_text())
    found: list[dict[str, object]] = configuration["tool"]["importlinter"]["contracts"]
    return found


def floors() -> list[set[str]]:
    layers = next(contract for contract in contracts() if contract["type"] == "layers")["layers"]
    assert isinstance(layers, list)
    return [{name.strip() for name in floor.split("|")} for floor in layers]


def rooms() -> set[str]:
    """Every module and package directly below learnhub."""
    return {
        f"learnhub.{path.stem}"
        for path in PACKAGE.iterdir()
        if (path.is_dir() and path.name not in OUTSIDE | {"__pycache__"})
        or (path.suffix == ".py" and path.stem != "__init__")
    }


def test_every_room_stands_on_a_floor() -> None:
    assert set().union(*floors()) == rooms()


def test_no_room_stands_on_two_floors() -> None:
    listed = [room for floor in floors() for room in floor]
    assert len(listed) == len(set(listed))


def test_the_contracts_see_imports_inside_functions(tmp_path: Path) -> None:
    """grimp reads the syntax tree, so an import hidden in a function counts; should that ever change, we must know."""
    package = tmp_path / "house"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "upper.py").touch()
    (package / "lower.py").write_text("def peek():\n    from house import upper\n    return upper\n")
    import sys

    import grimp

    sys.path.insert(0, str(tmp_path))
    try:
        graph = grimp.build_graph("house", cache_dir=None)
    finally:
        sys.path.remove(str(tmp_path))
    assert graph.direct_import_exists(importer="house.lower", imported="house.upper")
