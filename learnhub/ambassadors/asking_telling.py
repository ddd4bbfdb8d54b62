"""Notices about requests: to who is asked, and to who asked. Who declined is told to nobody."""

from flask import Flask
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from learnhub.ambassadors.answering import answer_by
from learnhub.ambassadors.models import HelpRequest
from learnhub.ambassadors.telling import moment, tell
from learnhub.messages.kinds import MessageKind, add_message_kind
from learnhub.web.i18n import show_date

KIND = "help-requests"


def init_app(app: Flask) -> None:
    """Say what these notices are, for the page on which people choose."""
    add_message_kind(
        app,
        MessageKind(
            KIND,
            _l("Requests for help"),
            _l("Somebody asks for your help; somebody will help you, or cannot come after all."),
            may_refuse=False,
            order=16,
        ),
    )


def path_of(request_id: int) -> str:
    """The page of a request. Jobs know no request to make an address in."""
    return f"/ambassadors/requests/{request_id}"


def tell_offered(request: HelpRequest, person_id: int, asker: str) -> None:
    """To an ambassador: somebody asks them."""
    last = answer_by(request.pass_on_at) if request.pass_on_at else None

    def sentence() -> str:
        first = _("Somebody asks for your help. If you do not answer by %(day)s, we ask the next.", day=show_date(last))
        return f"{first}\n{asker}: {request.text}"

    tell([person_id], f"request:{request.id}:offered:{moment()}", sentence, path_of(request.id), KIND)


def tell_accepted(request: HelpRequest, helper: str) -> None:
    """To the asker: who helps them."""

    def sentence() -> str:
        return f"{_('Somebody will help you: see who, and how to reach them.')}\n{helper}"

    tell([request.person_id], f"request:{request.id}:accepted:{moment()}", sentence, path_of(request.id), KIND)


def tell_withdrawn(request: HelpRequest, person_id: int, asker: str) -> None:
    """To an ambassador who had agreed to help: it is not needed any more."""

    def sentence() -> str:
        return f"{_('Your help with a request is not needed any more.')}\n{asker}: {request.text}"

    tell([person_id], f"request:{request.id}:withdrawn:{moment()}", sentence, path_of(request.id), KIND)


def tell_closed(request: HelpRequest) -> None:
    """To the asker: the lead has closed it, and why."""

    def sentence() -> str:
        return f"{_('Your request for help has been closed.')}\n{request.close_reason}"

    tell([request.person_id], f"request:{request.id}:closed", sentence, path_of(request.id), KIND)
