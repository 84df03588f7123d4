"""A spreadsheet of scores given elsewhere: a row a scorecard, a column a criterion. Nothing is written over."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ..db import Transaction, db
from ..entries import queries as entered
from ..entries.models import Entry
from ..judging import queries as judging
from ..judging import rules
from ..judging.models import Assignment, Judge
from ..judging.proposals import Pair
from ..judging.rules import Content, Given
from ..judging.service import importing
from ..judging.service.importing import GivenElsewhere
from ..judging.service.pairs import pairs_of
from ..people import queries as people
from ..people.models import Person
from ..programmes import queries as programmes
from ..programmes.models import Criterion, Edition, Round, RoundKind
from ..sheets.reading import Table
from ..text import name_key
from .reading import Fault, Reader, is_no_number

OWN = {
    "entry": {"entry", "reference"},
    "judge": {"judge", "judge's mail address", "judge's name"},
    "round": {"round"},
    "comment": {"comment for the city", "comment"},
}
# Kept apart from a row's own columns, so that no key of a criterion is taken for one of them.
SCORE, REMARK = "s:", "r:"
COUNTED = (RoundKind.SCORING, RoundKind.FINAL)
NOT_APPLICABLE = {"n/a", "na"}


@dataclass(frozen=True)
class ReadScores:
    """What a spreadsheet of scores says: by the round's id the cards, in the order of the rows."""

    cards: Mapping[int, Sequence[GivenElsewhere]]
    faults: tuple[Fault, ...]
    unread: tuple[str, ...]

    @property
    def rows(self) -> int:
        """How many rows say something."""
        return sum(map(len, self.cards.values()))


@dataclass
class _Ground:
    """What rows are held against, loaded once."""

    rounds: dict[str, Round]
    criteria: dict[int, Sequence[Criterion]]
    entries: dict[str, Entry]
    judges: dict[str, Judge]
    # Names that more than one judge of the edition bears.
    often: set[str]
    own_cities: set[int]
    seen: dict[tuple[int, int, int], int] = field(default_factory=dict)


@dataclass(frozen=True)
class _Row:
    at: int
    round: Round
    entry: Entry
    judge: Judge
    content: Content


def columns(edition: Edition) -> list[str]:
    """The headings of a spreadsheet to fill in."""
    found = dict.fromkeys(
        criterion.key
        for round_ in programmes.rounds(edition.id)
        if round_.kind in COUNTED
        for criterion in programmes.criteria(round_.rubric_id)
    )
    return ["round", "entry", "judge", *(name for key in found for name in (key, f"{key} comment")), "comment"]


def read(
    edition: Edition, table: Table, by: Person | None, at: datetime, tell: Callable[[int], None] | None = None
) -> ReadScores:
    """Read a table of scores against the rounds' rubrics. Loads what is here in a constant number of statements."""
    ground = _ground(edition, by)
    reader = Reader(table, _spelled(ground), tell)
    found: list[_Row] = []
    if reader.need("entry", "judge"):
        for number, cells in reader.rows():
            row = _row(reader, ground, number, cells)
            if row is not None:
                found.append(row)
        reader.shifted("entry", lambda cell: cell.casefold() in ground.entries)
        reader.shifted("judge", lambda cell: is_no_number(cell) or "@" in cell)
        for criteria in ground.criteria.values():
            for criterion in criteria:
                reader.shifted(SCORE + criterion.key, _is_score)
    cards = {
        round_.id: _apart(reader, round_, [row for row in found if row.round is round_], at)
        for round_ in {row.round.id: row.round for row in found}.values()
    }
    return ReadScores(cards, tuple(reader.faults()), tuple(reader.unread))


def _ground(edition: Edition, by: Person | None) -> _Ground:
    rounds = [each for each in programmes.rounds(edition.id) if each.kind in COUNTED]
    loaded = db.session.scalars(
        select(Round)
        .where(Round.id.in_([each.id for each in rounds]))
        .options(joinedload(Round.rubric), joinedload(Round.edition))
        .order_by(Round.position, Round.id)
    ).all()
    named: dict[str, Round] = {}
    for each in loaded:
        named |= {name_key(each.title): each, name_key(each.key): each}
    entries = db.session.scalars(
        select(Entry)
        .where(Entry.edition_id == edition.id)
        .options(joinedload(Entry.city), joinedload(Entry.category))
        .order_by(Entry.id)
    ).all()
    judges = db.session.scalars(select(Judge).where(Judge.edition_id == edition.id).order_by(Judge.id)).all()
    names = Counter(name_key(each.name) for each in judges)
    return _Ground(
        named,
        {each.id: programmes.criteria(each.rubric_id) for each in loaded},
        {each.reference.casefold(): each for each in entries},
        {name_key(each.name): each for each in judges} | {each.email.casefold(): each for each in judges},
        {name for name, times in names.items() if times > 1},
        set() if by is None else people.own_cities(by.id),
    )


def _spelled(ground: _Ground) -> dict[str, set[str]]:
    spelled = {what: set(words) for what, words in OWN.items()}
    taken = set().union(*spelled.values())
    for criteria in ground.criteria.values():
        for criterion in criteria:
            words = {name_key(criterion.key), name_key(criterion.title)} - taken
            spelled[SCORE + criterion.key] = spelled.get(SCORE + criterion.key, set()) | words
            remarks = {name_key(f"{word} comment") for word in (criterion.key, criterion.title)}
            spelled[REMARK + criterion.key] = spelled.get(REMARK + criterion.key, set()) | remarks
    return spelled


def _is_score(cell: str) -> bool:
    return cell.casefold() in NOT_APPLICABLE or _number(cell) is not None


def _number(cell: str) -> Fraction | None:
    # A decimal comma is what half of the world types.
    try:
        value = Decimal(cell.replace(",", ".") if "." not in cell else cell)
    except InvalidOperation:
        return None
    return Fraction(value) if value.is_finite() and abs(value) < 10**6 and len(cell) < 20 else None


def _row(reader: Reader, ground: _Ground, at: int, cells: Mapping[str, str]) -> _Row | None:
    round_ = _round(reader, ground, at, cells.get("round", ""))
    entry = ground.entries.get(cells["entry"].casefold())
    if entry is None:
        reader.wrong(at, "entry", _("Write the reference of an entry of this edition, such as SSC26-0417."))
    elif entry.city_id in ground.own_cities:
        reader.wrong(at, "entry", _("You speak for this entry's city. Ask another member of the team to import it."))
        # Any other fault of the row would tell who judges her city.
        return None
    judge = _judge(reader, ground, at, cells["judge"])
    if round_ is None:
        return None
    content = _content(reader, round_, ground.criteria[round_.id], at, cells)
    if entry is None or judge is None or content is None:
        return None
    first = ground.seen.setdefault((round_.id, entry.id, judge.id), at)
    if first != at:
        told = _("%(judge)s has scored %(entry)s in row %(row)d already.", judge=judge.name, **_of(entry, first))
        reader.wrong(at, "judge", told)
        return None
    return _Row(at, round_, entry, judge, content)


def _of(entry: Entry, at: int) -> dict[str, object]:
    return {"entry": entry.reference, "row": at + 1}


def _round(reader: Reader, ground: _Ground, at: int, cell: str) -> Round | None:
    there = list({each.id: each for each in ground.rounds.values()}.values())
    if not cell and len(there) == 1:
        return there[0]
    found = ground.rounds.get(name_key(cell))
    if found is None:
        known = ", ".join(each.key for each in there) or _("none")
        reader.wrong(at, "round", _("Write the round the scores belong to, one of: %(rounds)s.", rounds=known))
    return found


def _judge(reader: Reader, ground: _Ground, at: int, cell: str) -> Judge | None:
    if name_key(cell) in ground.often:
        told = _("Several judges are called %(name)s. Write the mail address instead.", name=cell[:60])
        reader.wrong(at, "judge", told)
        return None
    found = ground.judges.get(cell.casefold()) or ground.judges.get(name_key(cell))
    if found is None:
        told = _("“%(text)s” is no judge of this edition. Invite the judge first.", text=cell[:60])
        reader.wrong(at, "judge", told if cell else _("Write the judge's mail address or name."))
    return found


def _content(
    reader: Reader, round_: Round, criteria: Sequence[Criterion], at: int, cells: Mapping[str, str]
) -> Content | None:
    scores: dict[str, Given] = {}
    good = True
    for criterion in criteria:
        what = SCORE + criterion.key
        given, fault = _given(round_, criterion, cells.get(what, ""), cells.get(REMARK + criterion.key, ""))
        if fault:
            reader.wrong(at, what, fault)
            good = False
        scores[criterion.key] = given
    return rules.content_from(scores, cells.get("comment", ""), "") if good else None


def _given(round_: Round, criterion: Criterion, cell: str, comment: str) -> tuple[Given, str | None]:
    rubric = round_.rubric
    if cell.casefold() in NOT_APPLICABLE:
        refused = None if criterion.na_allowed else _("%(title)s applies to every entry.", title=criterion.title)
        return Given(None, comment, True), refused
    value = _number(cell)
    if not cell:
        return Given(), _("%(title)s: the score is missing.", title=criterion.title)
    step = None if value is None else (value - rubric.scale_min) * rubric.steps_per_point
    if step is None or step.denominator != 1 or not 0 <= step <= rules.top_step(rubric):
        return Given(), _(
            "%(title)s: the score is not on the scale, which goes from %(low)s to %(high)s in steps of %(step)s.",
            title=criterion.title,
            low=rubric.scale_min,
            high=rubric.scale_max,
            step=rules.written(Fraction(1, rubric.steps_per_point)),
        )
    return Given(int(step), comment), None


def _apart(reader: Reader, round_: Round, rows: Sequence[_Row], at: datetime) -> list[GivenElsewhere]:
    """The cards that may be: no conflict between the two, an entry that takes part, nothing written over."""
    judges = list({row.judge.id: row.judge for row in rows}.values())
    entries = list({row.entry.id: row.entry for row in rows}.values())
    asked = {(row.judge.id, row.entry.id) for row in rows}
    pairs = {(p.judge.id, p.entry.id): p for p in pairs_of(round_, judges, entries, at, only=asked)}
    assigned = {
        (judge_id, entry_id): int(id_)
        for id_, judge_id, entry_id in db.session.execute(
            select(Assignment.id, Assignment.judge_id, Assignment.entry_id).where(Assignment.round_id == round_.id)
        )
    }
    written = importing.touched(list(assigned.values()))
    ended = judging.recused(list(assigned.values()))
    out = entered.out_of_competition([entry.id for entry in entries])
    found = []
    for row in rows:
        pair, has = pairs[row.judge.id, row.entry.id], assigned.get((row.judge.id, row.entry.id))
        told = _why_not(pair, has, written, ended, row.entry.id in out)
        if told:
            reader.wrong(row.at, "judge", told)
        else:
            found.append(GivenElsewhere(row.at + 1, pair, row.content))
    return found


def _why_not(pair: Pair, assignment_id: int | None, written: set[int], ended: set[int], out: bool) -> str | None:
    if assignment_id is None:
        return pair.why_not
    if out:
        return _("The entry is withdrawn or refused.")
    if assignment_id in ended or pair.conflict or pair.excluded:
        return _("%(name)s is kept away from this entry, so no score of hers is taken.", name=pair.judge.name)
    if assignment_id in written:
        return _(
            "%(name)s has a scorecard for this entry already. Nothing is written over it: remove the row.",
            name=pair.judge.name,
        )
    return None


def write(moment: Transaction, reading: ReadScores, by: Person, source: tuple[int, str]) -> dict[str, list[int]]:
    """Inside a deed: every card, and the ids of what was made."""
    made: dict[str, list[int]] = {"assignment": [], "scorecard": []}
    for round_id, given in sorted(reading.cards.items()):
        assignments, cards = importing.import_cards(moment, judging.share_round(round_id), given, by, source)
        made["assignment"] += [each.id for each in assignments]
        made["scorecard"] += [each.id for each in cards]
    return made
