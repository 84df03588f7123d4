"""What a judge may keep in her browser to work without a network: entries open to her, their files, how large it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from ..entries.models import Attachment
from . import policy
from .seats import Seat

# A page of an entry with its scorecard, in bytes, without its texts; what is kept is measured when it is there.
PAGE_BYTES = 40_000


@dataclass(frozen=True)
class PackFile:
    """A file of an entry as its judge may open it."""

    attachment_id: int
    name: str
    size: int


@dataclass(frozen=True)
class PackEntry:
    """An entry that may be kept now.

    `mark` changes with all that its page shows: the version that counts, what the scorecard says, what was given back.
    `size` is about what its page has in bytes.
    """

    reference: str
    title: str
    mark: str
    size: int
    files: tuple[PackFile, ...]


@dataclass(frozen=True)
class Outside:
    """An entry that cannot be kept now; `why_not` is the sentence. `asks`: her word on conflicts opens it."""

    reference: str
    title: str
    why_not: str
    asks: bool


@dataclass(frozen=True)
class Packable:
    """All that a judge has, in the order given: what may be kept, and what may not and why."""

    entries: tuple[PackEntry, ...]
    outside: tuple[Outside, ...]


def packable(seats: Sequence[Seat], files: Mapping[int, Mapping[str, Attachment]], at: datetime) -> Packable:
    """What of these seats may be kept at this moment: exactly what may be read.

    Args:
        files: attachments by digest, by entry id (`queries.files_by_entry`).
    """
    inside: dict[str, PackEntry] = {}
    outside: dict[str, Outside] = {}
    for seat in seats:
        entry, why_not = seat.assignment.entry, policy.why_not_see(seat, at)
        if why_not is None and seat.view is not None:
            # In practice and in earnest: one address, so one page; it is another one when either changes.
            before = inside.get(entry.reference)
            mark = _mark(seat) if before is None else f"{before.mark},{_mark(seat)}"
            inside[entry.reference] = PackEntry(
                entry.reference, seat.title, mark, _size(seat), _files(seat, files.get(entry.id, {}))
            )
        elif why_not is not None and policy.why_not_state(seat, at) is None and at < seat.closes_at:
            asks = seat.statement is None
            outside.setdefault(entry.reference, Outside(entry.reference, seat.title, why_not, asks))
    return Packable(tuple(inside.values()), tuple(each for key, each in outside.items() if key not in inside))


def _mark(seat: Seat) -> str:
    version = 0 if seat.submission is None else seat.submission.number
    return f"{version}.{0 if seat.card is None else seat.card.revision}"


def _size(seat: Seat) -> int:
    assert seat.view is not None
    texts = sum(len(str(a.value).encode()) for section in seat.view.sections for a in section.answers)
    return PAGE_BYTES + texts


def _files(seat: Seat, rows: Mapping[str, Attachment]) -> tuple[PackFile, ...]:
    assert seat.view is not None
    return tuple(
        PackFile(rows[file.sha256].id, file.name, file.size) for file in seat.view.files if file.sha256 in rows
    )
