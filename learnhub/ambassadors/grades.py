"""Which grade is above which, as far as departments share their names. Pure; nothing else asks after grades."""

_LOWEST_FIRST = (
    ("aa", "administrative assistant"),
    ("ao", "administrative officer"),
    ("eo", "executive officer"),
    ("heo", "higher executive officer", "heo(d)"),
    ("seo", "senior executive officer"),
    ("g7", "grade 7"),
    ("g6", "grade 6"),
    ("scs", "scs1", "scs 1", "scs pay band 1", "deputy director"),
    ("scs2", "scs 2", "scs pay band 2", "director"),
    ("scs3", "scs 3", "scs pay band 3", "director general"),
    ("scs4", "scs 4", "permanent secretary"),
)
_RANKS = {name: rank for rank, names in enumerate(_LOWEST_FIRST) for name in names}


def rank_of(grade: str | None) -> int | None:
    """A grade's place from the lowest; None where the order is not known."""
    return _RANKS.get(" ".join((grade or "").casefold().split()))


def is_below(grade: str | None, other: str | None) -> bool:
    """Whether a grade is surely below another."""
    lower, higher = rank_of(grade), rank_of(other)
    return lower is not None and higher is not None and lower < higher


def names_below(grade: str | None) -> tuple[str, ...]:
    """In lower case, every name of the grades that are surely below one."""
    rank = rank_of(grade)
    return () if rank is None else tuple(name for names in _LOWEST_FIRST[:rank] for name in names)
