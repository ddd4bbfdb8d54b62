"""The catalogue's page: every course in groups, search and filters."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from learnhub.learning import listing, words
from learnhub.learning.blueprint import blueprint
from learnhub.record.progress_queries import progress_by_course
from learnhub.web.access import signed_in, visitor


@blueprint.get("/courses")
@signed_in
def list_courses() -> ResponseReturnValue:
    """The courses that answer what was asked, each with how it stands for the visitor."""
    wanted = listing.wanted_from(request.args)
    found = listing.cards(wanted, progress_by_course(visitor().learner_id))
    after = request.args.get("after", "")
    page = listing.page_from(found, after)
    return render_template(
        "learning/list_courses.html",
        wanted=wanted,
        total=len(found),
        page=page,
        groups=listing.groups_of(page.rows),
        after=after,
        skills=listing.skills_offered(),
        levels=listing.levels_offered(),
        words=words,
    )
