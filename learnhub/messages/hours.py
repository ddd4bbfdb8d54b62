"""Quiet hours: when no daily mail is sent. Pure."""

from datetime import datetime, time, timedelta

QuietHours = tuple[time, time] | None


def is_quiet(there: datetime, hours: QuietHours) -> bool:
    """Whether it is quiet at a local time; hours may go over midnight. The last minute of 19:00–07:00 is 06:59."""
    if hours is None:
        return False
    begin, end = hours
    now = there.time()
    return begin <= now < end if begin < end else now >= begin or now < end


def quiet_until(there: datetime, hours: QuietHours) -> datetime:
    """When the quiet hours that it is now end, on the clock on the wall; `there` itself when it is not quiet."""
    if hours is None or not is_quiet(there, hours):
        return there
    end = there.replace(hour=hours[1].hour, minute=hours[1].minute, second=hours[1].second, microsecond=0, fold=0)
    return end if end > there else end + timedelta(days=1)
