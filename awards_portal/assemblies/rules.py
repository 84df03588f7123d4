"""Pure questions about what is typed of an assembly: what is wrong, by field."""

from datetime import date

from flask_babel import gettext as _

LONGEST_TEXT = 20_000


def assembly_faults(
    title: str, place: str, number: str, begins: date | None, ends: date | None, text: str
) -> dict[str, list[str]]:
    """What is wrong with an assembly; its days may be unknown, but not the wrong way round."""
    found: dict[str, list[str]] = {}
    if not title.strip() or len(title) > 200:
        found["title"] = [_("Write the title, at most %(n)s characters.", n=200)]
    if not place.strip() or len(place) > 200:
        found["place"] = [_("Write the place, at most %(n)s characters.", n=200)]
    if number and not (number.isascii() and number.isdigit() and 0 < int(number[:9]) < 1000):
        found["number"] = [_("Write the number of the assembly in digits, or leave it empty.")]
    if begins is None:
        found["begins_on"] = [_("Write the first day.")]
    elif ends is not None and ends < begins:
        found["ends_on"] = [_("The last day is before the first one.")]
    if len(text) > LONGEST_TEXT:
        found["text"] = [_("The text is too long: at most %(n)s characters.", n=LONGEST_TEXT)]
    return found


def session_faults(
    title: str, on: date | None, begins: date | None, ends: date | None, text: str
) -> dict[str, list[str]]:
    """What is wrong with a session; its day lies within the assembly where both are known."""
    found: dict[str, list[str]] = {}
    if not title.strip() or len(title) > 300:
        found["title"] = [_("Write the title of the session, at most %(n)s characters.", n=300)]
    last = ends or begins
    if on is None:
        found["on"] = [_("Write the day of the session.")]
    elif begins is not None and last is not None and not begins <= on <= last:
        found["on"] = [_("This day is not one of the assembly's days.")]
    if len(text) > LONGEST_TEXT:
        found["text"] = [_("The text is too long: at most %(n)s characters.", n=LONGEST_TEXT)]
    return found
