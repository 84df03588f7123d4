"""Pure questions about a profile: what is wrong with it, by field."""

from dataclasses import dataclass

from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext as _

from ...text import count_words
from ..rules import is_web_address, why_not_name

MOST_WORDS = 400
# More than a thousand million people live in no city: a slip of the finger.
MOST_PEOPLE = 1_000_000_000


@dataclass(frozen=True)
class Proposal:
    """A profile as it was typed; everything is a text, and empty where nothing is said."""

    text: str = ""
    website: str = ""
    population: str = ""
    population_source: str = ""
    contact_name: str = ""
    contact_email: str = ""
    consent: bool = False


def population_of(typed: str) -> int | None:
    """A number of people as people type it (`9 411 000`, `9,411,000`); None when it is none."""
    bare = "".join(typed.split()).replace(",", "").replace(".", "").replace("'", "")
    return int(bare) if bare.isascii() and bare.isdigit() and len(bare) < 12 and 0 < int(bare) <= MOST_PEOPLE else None


def faults(proposal: Proposal) -> dict[str, list[str]]:
    """What is wrong with a profile, by field."""
    found: dict[str, list[str]] = {}
    words = count_words(proposal.text)
    if words > MOST_WORDS:
        found["text"] = [
            _("The text has %(words)d words; at most %(most)d fit. Shorten it.", words=words, most=MOST_WORDS)
        ]
    elif not words:
        found["text"] = [_("Write a few sentences about your city.")]
    elif len(proposal.text) > MOST_WORDS * 20:
        found["text"] = [_("The text is too long. Shorten it.")]
    if proposal.website and not is_web_address(proposal.website):
        found["website"] = [_("Write the web site as https://www.example.org, or leave it empty.")]
    if proposal.population:
        if population_of(proposal.population) is None:
            found["population"] = [_("Write the number of people in digits, such as 450000, or leave it empty.")]
        if not proposal.population_source.strip() or len(proposal.population_source) > 300:
            found["population_source"] = [_("Write where the number comes from: census and year, or an address.")]
    return found | _contact_faults(proposal)


def _contact_faults(proposal: Proposal) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    if not (proposal.contact_name or proposal.contact_email):
        return found
    wrong = why_not_name(proposal.contact_name)
    if wrong:
        found["contact_name"] = [wrong]
    try:
        validate_email(proposal.contact_email, check_deliverability=False)
    except EmailNotValidError:
        found["contact_email"] = [_("Write the address as name@example.org, or leave the contact empty.")]
    if not proposal.consent:
        found["consent"] = [_("Tick that this person agrees to be shown, or leave the contact empty.")]
    return found
