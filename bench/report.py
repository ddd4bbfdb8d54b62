"""Lines of the report: what was measured, the figure, its target, and whether it holds."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One line. `holds` None: told for its own sake, no target."""

    what: str
    figure: str
    target: str
    holds: bool | None = None

    @classmethod
    def at_most(cls, what: str, value: float, limit: float, unit: str, digits: int = 2) -> "Line":
        return cls(what, f"{value:,.{digits}f} {unit}", f"≤ {limit:,g} {unit}", value <= limit)

    @classmethod
    def at_least(cls, what: str, value: float, limit: float, unit: str, digits: int = 2) -> "Line":
        return cls(what, f"{value:,.{digits}f} {unit}", f"≥ {limit:,g} {unit}", value >= limit)

    @classmethod
    def ratio(cls, what: str, value: float, base: float, limit: float, unit: str) -> "Line":
        """A cost beside its base: at most `limit` times."""
        return cls(what, f"{value:.2f} {unit}, {value / base:.2f} × base", f"≤ {limit:g} ×", value / base <= limit)

    @classmethod
    def share(cls, what: str, value: float, base: float, limit: float, unit: str) -> "Line":
        """A yield beside its base: at least `limit` of it."""
        return cls(
            what, f"{value:,.0f}{unit}, {value / base:.2f} of {base:,.0f}{unit}", f"≥ {limit:g}", value / base >= limit
        )


def show(lines: list[Line]) -> None:
    """Print the lines as a table."""
    for line in lines:
        verdict = {True: "holds", False: "MISSED", None: ""}[line.holds]
        print(f"{line.what:<72} {line.figure:<44} {line.target:<14} {verdict}", flush=True)
