"""What every test's app would make anew and need not: most of a short test's time otherwise.

Nothing of an app's state is shared: compiled templates, and the functions that Werkzeug compiles to build addresses,
which follow from a rule's own words.
"""

from collections.abc import Callable
from typing import Any

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule

Builder = Callable[..., tuple[str, str]]


class InMemory(BytecodeCache):
    """Compiled templates of this process. Jinja compares the checksum of the source, so a changed one is compiled."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if (code := self._kept.get(bucket.key)) is not None:
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key] = bucket.bytecode_to_string()


TEMPLATES = InMemory()
_builders: dict[tuple[Any, ...], Builder] = {}
_compile_builder = Rule._compile_builder


def _builder_of(rule: Rule, append_unknown: bool = True) -> Builder:
    given = tuple(sorted((rule.defaults or {}).items()))
    key = (rule.rule, rule.subdomain, rule.host, rule.is_leaf, given, append_unknown)
    if key not in _builders:
        _builders[key] = _compile_builder(rule, append_unknown)
    return _builders[key]


def remember_rules() -> None:
    """Compile each rule's builder once a process."""
    Rule._compile_builder = _builder_of
