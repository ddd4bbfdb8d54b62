"""How a letter leaves through GOV.UK Notify, by its own client library: an optional part, imported when asked for.

The template in Notify is two placeholders: its subject `((subject))`, its message `((body))`. Notify keeps no letter
from being sent twice; our number goes with it as the reference, so that a double can be told.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from learnhub.messages.letters import Letter
from learnhub.messages.senders import TIMEOUT_SECONDS, LetterRefused, ServerAway

NOTIFY = "https://api.notifications.service.gov.uk"
# What Notify says when a letter as such is at fault, and trying again would not help. Everything else with 400 (a
# template that is gone, a key for the team only, a trial service) is a matter of settings.
_AT_FAULT = ("email_address", "personalisation")
_ABOUT_SETTINGS = ("team", "trial", "Missing personalisation")


class NotifySender:
    """Sends by GOV.UK Notify. It holds what it was given, so that we need not."""

    forgets = True

    def __init__(self, key: str, template: str, base_url: str = NOTIFY) -> None:
        self.key = key
        self.template = template
        self.base_url = base_url

    @contextmanager
    def open(self) -> Iterator["NotifyPost"]:
        """A client. Notify is not asked anything yet."""
        from notifications_python_client.notifications import NotificationsAPIClient

        # Its own warnings repeat what we note, with more of the letter in them.
        logging.getLogger("notifications_python_client").setLevel(logging.CRITICAL)
        client_of: Any = NotificationsAPIClient  # the library carries no types
        client = client_of(self.key, base_url=self.base_url, timeout=int(TIMEOUT_SECONDS))
        try:
            yield NotifyPost(client, self.template)
        finally:
            client.request_session.close()


class NotifyPost:
    """A client and the template it fills in."""

    def __init__(self, client: Any, template: str) -> None:
        self.client = client
        self.template = template

    def send(self, letter: Letter) -> None:
        """Hand over one letter."""
        from notifications_python_client.errors import APIError

        try:
            self.client.send_email_notification(
                email_address=letter.address,
                template_id=self.template,
                personalisation={"subject": letter.subject, "body": letter.text},
                reference=f"message-{letter.id}",
                one_click_unsubscribe_url=letter.unsubscribe,
            )
        except APIError as error:
            raise _fault(error) from error


def _fault(error: Any) -> LetterRefused | ServerAway:
    """What an error of Notify's means for the letter in hand and for the others.

    403: our key is not let in; 429: too many a minute or a day; 5xx: Notify's own. None of these is about a letter.
    https://docs.notifications.service.gov.uk/python.html#send-an-email-error-codes
    """
    why = _why(error)
    if error.status_code in {400, 404, 413}:
        at_fault = any(word in why for word in _AT_FAULT) and not any(word in why for word in _ABOUT_SETTINGS)
        return LetterRefused(why, for_good=at_fault or error.status_code == 413)
    return ServerAway(why)


def _why(error: Any) -> str:
    """One line: the status, and what Notify says of it."""
    said = error.message
    if isinstance(said, list):
        said = "; ".join(f"{part.get('error')}: {part.get('message')}" for part in said if isinstance(part, dict))
    words = " ".join(str(said).split())
    return "".join(character for character in f"{error.status_code} {words}" if character.isprintable())[:300]
