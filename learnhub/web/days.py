"""A field for a calendar day, as filters and forms ask for one. Refuses what no calendar of ours holds."""

from datetime import date
from typing import Any

from flask_babel import gettext as _
from wtforms import DateField

EARLIEST, LATEST = date(1990, 1, 1), date(2199, 12, 31)


class DayField(DateField):
    """A day typed or picked (`type="date"` sends 2026-11-03); empty is None. Says how to write one."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = None
        text = str(valuelist[0]).strip() if valuelist else ""
        if not text:
            return
        try:
            day = date.fromisoformat(text)
        except ValueError:
            raise ValueError(_("Enter the day as year, month and day, such as 2026-11-03")) from None
        if not EARLIEST <= day <= LATEST:
            raise ValueError(_("Enter a day between 1990 and 2199"))
        self.data = day
