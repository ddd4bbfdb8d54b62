"""What only a badge as a whole shows: levels that mean something and can be reached, no counting of people alone."""

from learnhub.badges.facts import FACTS, HELPED
from learnhub.badges.structures import BY_LEVEL, Ask, Badge, asks_in, holds, is_whole
from learnhub.catalogue.fields import Fields
from learnhub.catalogue.library import Library


def check(badge: Badge, fields: Fields, library: Library) -> None:
    """Report what is wrong with a badge whose rule could be read."""
    if not is_whole(badge.rule):
        return
    asks = list(asks_in(badge.rule))
    by_level = [place for place, ask in enumerate(asks) if BY_LEVEL in ask.values.values()]
    mend = f"Write “{BY_LEVEL}” for exactly one number of the rule, and “levels:” with their thresholds."
    if badge.levels and not by_level:
        fields.wrong("levels", "No number of the rule depends on these levels", mend)
    elif by_level and not badge.levels:
        fields.wrong("rule", f"The rule says “{BY_LEVEL}”, but there are no levels", mend)
    elif len(by_level) > 1:
        fields.wrong("rule", f"The rule says “{BY_LEVEL}” more than once: which number is meant?", mend)
    elif by_level:
        _check_levels(badge, asks, by_level[0], fields, library)
    if holds(badge.rule, frozenset(place for place, ask in enumerate(asks) if ask.fact == HELPED)):
        fields.wrong("rule", "This can be earned by nothing but the number of people helped",
                     "Ask for something learned as well, such as a course, below “all:”.")  # fmt: skip


def _check_levels(badge: Badge, asks: list[Ask], place: int, fields: Fields, library: Library) -> None:
    ask = asks[place]
    if ask.fact == HELPED:
        fields.wrong("levels", "These levels only count people helped, which makes a contest of helping",
                     "Ask for one number of sessions, and let levels count something else.")  # fmt: skip
    if holds(badge.rule, frozenset(range(len(asks))) - {place}):
        fields.wrong("rule", "Every level can be earned at once without what makes it one",
                     f"Put the fact with “{BY_LEVEL}” below “all:”, not “any:”.")  # fmt: skip
    highest = _highest(ask, library)
    for index, level in enumerate(badge.levels):
        if level.threshold > highest:
            fields.complain(fields.line("levels", index, "threshold"),
                            f"The level “{level.slug}” asks for {level.threshold} where there are {highest}, "
                            "and can never be met", f"Write a number up to {highest}.")  # fmt: skip


def _highest(ask: Ask, library: Library) -> int:
    """The most that a number of this fact can come to."""
    if ask.fact == "courses" and (there_are := len(ask.values["of"]) or len(library.outline.modules)):
        return there_are
    return next(one.highest for one in FACTS[ask.fact].parameters if ask.values[one.name] == BY_LEVEL)
