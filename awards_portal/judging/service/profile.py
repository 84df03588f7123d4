"""A judge's own profile: written by the judge, shown to the public only while the judge agrees."""

from flask_babel import gettext as _

from ... import ledger, storage
from ...db import hold, transaction
from ...documents import uploads
from ...errors import NotHere
from ...people.models import Person
from ...storage import antivirus
from ..models import Judge
from ..profiles import PHOTO, Profile


def change_profile(
    judge: Judge,
    profile: Profile,
    by: Person,
    *,
    shown: bool,
    photo: tuple[str, bytes] | None = None,
    without_photo: bool = False,
) -> Judge:
    """Write what a judge says of herself. What nothing of it changes writes nothing.

    Args:
        shown: whether the judge agrees to stand on the public page of the jury.
        photo: name and content of a new one; a caller reads no more than `PHOTO.max_bytes + 1` of it.
        without_photo: take the photo away.

    Raises:
        NotHere: when it is another judge's.
        Invalid: when the photo is no picture that can be taken.
        Refusal: when a virus was found in it.
        storage.Unavailable
    """
    stored = None
    if photo is not None:
        # Decoding takes its time; nothing is held meanwhile.
        antivirus.scan(photo[1])
        checked = uploads.check(PHOTO, *photo)
        stored = (storage.put(checked.content), len(checked.content), checked.media_type)
    with transaction() as moment:
        judge = hold(judge)
        if judge.person_id != by.id or judge.accepted_at is None or judge.declined_at is not None:
            raise NotHere(_("You do not judge in this edition."))
        before = {**of(judge).document(), "shown": judge.shown_since is not None, "photo": judge.photo_sha256}
        for name, value in vars(profile).items():
            setattr(judge, name, value)
        if stored is not None:
            judge.photo_sha256, judge.photo_size, judge.photo_type = stored
        elif without_photo:
            judge.photo_sha256 = judge.photo_size = judge.photo_type = None
        if shown != (judge.shown_since is not None):
            judge.shown_since = moment.at if shown else None
        after = {**of(judge).document(), "shown": judge.shown_since is not None, "photo": judge.photo_sha256}
        changed = [name for name in after if before[name] != after[name]]
        if changed:
            ledger.write(
                "judge.profile_changed",
                actor=by,
                at=moment.at,
                subject=judge,
                label=judge.name,
                edition_id=judge.edition_id,
                before={name: before[name] for name in changed},
                after={name: after[name] for name in changed},
            )
    return judge


def of(judge: Judge) -> Profile:
    """The profile of a judge as it is stored."""
    return Profile(
        judge.organisation,
        judge.country,
        list(judge.languages),
        list(judge.expertise),
        judge.max_load,
        judge.biography,
    )
