"""Who goes on to the next round: decided once a round is closed, as it was seen, and taken back before it is used."""

from flask_babel import gettext as _

from ... import ledger, results
from ...db import db, hold, transaction
from ...errors import Invalid, Refusal
from ...judging import queries as judging
from ...judging.shortlisting import queries as lists
from ...judging.shortlisting.models import Shortlist, Shortlisted
from ...people.models import Person
from ...programmes.models import Edition, Round, Rubric
from .. import policy, queries, turning
from ..permission import require_handler
from ..shortlists import Rule, ShortlistDraft, draft_shortlist


def make_shortlist(round_: Round, rule: Rule, *, seen: str, reason: str, by: Person) -> Shortlist:
    """Write who goes from a closed round to the next one, exactly as it was seen.

    Args:
        seen: the fingerprint of what the page showed.

    Raises:
        Refusal: when this person takes no part, something stands in the way, or it is no longer what was seen.
        Invalid: when the rule cannot be.
    """
    with transaction() as moment:
        # Under the locks of the edition and of both rounds: no score, decision or proposal comes in between.
        edition = hold(db.session.get_one(Edition, round_.edition_id))
        round_ = hold(round_)
        require_handler(by, queries.entry_rows(edition.id))
        following = queries.next_round(round_)
        draft = _draft(edition, round_, rule)
        obstacles = turning.why_not_shortlist(
            following=None if following is None else following.title,
            closes_at=round_.closes_at,
            at=moment.at,
            time_zone=edition.time_zone,
            longer=judging.longer(round_).values(),
            holds=following is not None and lists.current_shortlist(following.id) is not None,
            scored=following is not None and lists.is_scored(following.id),
            settled=queries.open_publication(edition.id) is not None,
            uncovered=[each.entry.reference for each in draft.uncovered],
            astray=[]
            if following is None
            else lists.assigned_references(
                following.id, [each.standing.entry.id for each in draft.listed if each.place == "shortlisted"]
            ),
            listed=len(draft.listed),
        )
        changed = policy.why_changed(seen, draft.fingerprint)
        if obstacles or changed or following is None:
            raise Refusal(" ".join(obstacles) or changed or "")
        following = hold(following)
        made = Shortlist(
            from_round_id=round_.id,
            round_id=following.id,
            fingerprint=draft.fingerprint,
            rule=rule.as_dict(),
            notes=draft.notes,
            reason=reason.strip(),
            by_id=by.id,
            at=moment.at,
        )
        db.session.add(made)
        db.session.flush()
        for each in draft.listed:
            db.session.add(
                Shortlisted(
                    shortlist_id=made.id,
                    entry_id=each.standing.entry.id,
                    place=each.place,
                    rank=each.standing.place,
                    why=each.why,
                )
            )
        ledger.write(
            "shortlist.made",
            actor=by,
            at=moment.at,
            subject=made,
            label=f"{round_.title} → {following.title}",
            edition_id=edition.id,
            after={
                "rule": made.rule,
                "fingerprint": made.fingerprint,
                "entries": [each.standing.entry.reference for each in draft.listed if each.place == "shortlisted"],
            },
            reason=made.reason or None,
        )
    return made


def undo_shortlist(shortlist: Shortlist, reason: str, by: Person) -> Shortlist:
    """Take a shortlist back before anybody scores in the round it leads to. It stays in the record; twice is once.

    Raises:
        Refusal: when this person takes no part, or the next round has scores.
        Invalid: without a reason.
    """
    with transaction() as moment:
        following = hold(db.session.get_one(Round, shortlist.round_id))
        shortlist = hold(shortlist)
        edition = db.session.get_one(Edition, following.edition_id)
        require_handler(by, queries.entry_rows(edition.id))
        if shortlist.undone_at is not None:
            return shortlist
        if lists.is_scored(following.id):
            raise Refusal(_("Judges have begun to score in %(round)s: the shortlist stays.", round=following.title))
        if not reason.strip():
            raise Invalid(_("The shortlist stays."), {"undone_because": [_("Write why: it stays in the record.")]})
        shortlist.undone_at, shortlist.undone_by_id = moment.at, by.id
        shortlist.undone_because = reason.strip()
        ledger.write(
            "shortlist.undone",
            actor=by,
            at=moment.at,
            subject=shortlist,
            label=following.title,
            edition_id=edition.id,
            reason=reason.strip(),
        )
    return shortlist


def _draft(edition: Edition, round_: Round, rule: Rule) -> ShortlistDraft:
    try:
        return draft_shortlist(edition, round_, db.session.get_one(Rubric, round_.rubric_id), rule)
    except results.ScoresError as error:
        raise Invalid(_("The shortlist cannot be made by this rule."), {"top": [str(error)]}) from error
