"""What an action of this room refuses, in words for whoever asked: the form shows them, the command prints them."""


class Refused(ValueError):
    """The action was not done; the message says why and what to do. `field` is the form's field it is about."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field
