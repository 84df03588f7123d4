"""What an assignment of many would do: shown before it is done, and told afterwards."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..entries.models import Entry
from ..text import canonical_json, sha256
from .detection import Found
from .models import Judge


@dataclass(frozen=True)
class Pair:
    """One judge and one entry. `why_not` is the sentence that keeps them apart, None when they may meet.

    `found` is what the portal found between judge and city: asked about, or the reason to keep them apart.
    """

    judge: Judge
    entry: Entry
    why_not: str | None = None
    kept: bool = False
    found: tuple[Found, ...] = ()
    # Whether the organising team keeps them apart by an exclusion.
    excluded: bool = False
    # Whether a conflict does, stated or found, whatever else does.
    conflict: bool = False

    @property
    def asks(self) -> str:
        """What the judge would be asked about, in a few words; empty when nothing."""
        return ", ".join(each.words for each in self.found if each.asks)


@dataclass(frozen=True)
class Proposal:
    """Every judge of a panel by every entry of its category: what is new, what is there already, what may not be."""

    pairs: tuple[Pair, ...]
    judges: tuple[Judge, ...]
    entries: tuple[Entry, ...]

    @property
    def new(self) -> list[Pair]:
        """What would be assigned."""
        return [pair for pair in self.pairs if pair.why_not is None and not pair.kept]

    @property
    def kept(self) -> list[Pair]:
        """What is assigned already and stays."""
        return [pair for pair in self.pairs if pair.kept]

    @property
    def skipped(self) -> list[Pair]:
        """What may not be, each with the reason."""
        return [pair for pair in self.pairs if pair.why_not is not None and not pair.kept]

    def load(self, judge: Judge) -> int:
        """How many entries a judge would have in this category."""
        return sum(pair.judge is judge and (pair.kept or pair.why_not is None) for pair in self.pairs)


@dataclass(frozen=True)
class Suiting:
    """For how many of the pairs that would stand, kept ones included, language and expertise are met."""

    pairs: int
    language: int
    expertise: int
    # Who would have an entry that she has not said to read: her name, its reference, the code of its language.
    unread: tuple[tuple[str, str, str], ...]
    # Judges who have named no language.
    unnamed: tuple[str, ...]


@dataclass(frozen=True)
class Connection:
    """How firmly judges hang together over entries they share, so that strict and mild ones can be told apart."""

    judges: int
    pieces: int
    # Names of the judges who share no entry with the rest, a group at a time.
    apart: tuple[tuple[str, ...], ...]
    # Without so many entries the judges would fall into two groups; `exact` is False where it may be fewer.
    hangs_by: int
    exact: bool
    # Entries that two judges share in the mean, and the part of all pairs of judges that share any.
    shared: float
    meeting: float


@dataclass(frozen=True)
class Plan:
    """What sharing a category's entries out among its panel would do."""

    new: tuple[Pair, ...]
    # By judge: how many new, and how many of those there already stand.
    loads: tuple[tuple[Judge, int, int], ...]
    # A sentence for each entry that would have too few judges, with the rule that stops it.
    short: tuple[str, ...]
    connection: Connection
    # What the organising team keeps apart: reference and the sentence.
    apart: tuple[tuple[str, str], ...]
    # References of entries that whoever asks may not arrange.
    left_out: tuple[str, ...]
    suiting: Suiting
    # Entries with two judges or more; how many of them have judges of two regions, and had before swaps for it.
    spread: tuple[int, int, int]

    @property
    def connected(self) -> bool:
        """Whether judges and entries hang together, so that strict and mild judges can be told apart."""
        return self.connection.pieces <= 1

    @property
    def kept(self) -> int:
        """How many assignments there are already."""
        return sum(kept for _judge, _new, kept in self.loads)

    @property
    def fingerprint(self) -> str:
        """Equal for two plans that would make the same assignments."""
        return sha256(canonical_json(sorted([pair.judge.id, pair.entry.id] for pair in self.new)))


@dataclass(frozen=True)
class Vacancy:
    """An entry that lost a judge and has fewer than its round asks for, and who could step in."""

    entry: Entry
    # Who is closed off from it: name, and whether the judge stated a conflict (or was taken off).
    away: tuple[tuple[str, bool], ...]
    # The judge with the least load who may have it; None when there is none.
    substitute: Pair | None
    load: int
    # Why each other judge of the category may not have it.
    others: tuple[str, ...]


def vacancy(entry: Entry, away: Sequence[tuple[str, bool]], pairs: Sequence[Pair], loads: Mapping[int, int]) -> Vacancy:
    """Whom to propose: nothing keeps the judge from it, the least load, the fewest questions; then by name."""
    able = [pair for pair in pairs if pair.why_not is None]
    chosen = min(
        able,
        key=lambda pair: (
            loads.get(pair.judge.id, 0),
            sum(each.asks for each in pair.found),
            pair.judge.name,
            pair.judge.id,
        ),
        default=None,
    )
    return Vacancy(
        entry,
        tuple(away),
        chosen,
        0 if chosen is None else loads.get(chosen.judge.id, 0),
        tuple(pair.why_not for pair in pairs if pair.why_not is not None),
    )
