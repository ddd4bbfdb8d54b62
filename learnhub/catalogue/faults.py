"""What is wrong with a course: where, what, and how to mend it."""

from dataclasses import asdict, dataclass, field


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing to mend. An error keeps a course from being published; a warning does not."""

    file: str
    line: int
    message: str
    mend: str
    is_error: bool = True

    def __str__(self) -> str:
        kind = "" if self.is_error else "warning: "
        return f"{self.file}:{self.line}: {kind}{self.message}. {self.mend}"

    def as_json(self) -> dict[str, object]:
        """The fault as data, for `--format json`."""
        data = asdict(self)
        return {**data, "severity": "error" if data.pop("is_error") else "warning"}


@dataclass(slots=True)
class Report:
    """The faults found so far. Everything that reads a course adds to one."""

    faults: list[Fault] = field(default_factory=list)

    def error(self, file: str, line: int, message: str, mend: str) -> None:
        """Something that keeps the course from being published."""
        self._add(Fault(file, max(1, line), message, mend))

    def warn(self, file: str, line: int, message: str, mend: str) -> None:
        """Something an author should look at."""
        self._add(Fault(file, max(1, line), message, mend, is_error=False))

    def _add(self, fault: Fault) -> None:
        if fault not in self.faults:
            self.faults.append(fault)

    @property
    def errors(self) -> list[Fault]:
        return [fault for fault in self.faults if fault.is_error]

    def in_order(self) -> list[Fault]:
        """By file and line, each once."""
        return sorted(self.faults)
