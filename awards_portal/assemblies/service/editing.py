"""An assembly is made, changed, shown to everybody, or taken off again."""

from dataclasses import asdict, dataclass
from datetime import date

from flask_babel import gettext as _

from ... import ledger
from ...db import db, hold, transaction
from ...errors import Invalid
from ...people.models import Person
from ...text import slug
from .. import queries, rules
from ..models import Assembly
from .permission import check_editor


@dataclass(frozen=True)
class AssemblyFacts:
    """What an organiser types of an assembly."""

    title: str
    place: str
    theme: str = ""
    number: str = ""
    begins_on: date | None = None
    ends_on: date | None = None
    text: str = ""


def _values(facts: AssemblyFacts, held: Assembly | None = None) -> dict[str, object]:
    # An assembly of the past whose days nobody knows stays without; a new one has its first day.
    known = facts.begins_on or (date(held.year, 1, 1) if held is not None and held.begins_on is None else None)
    faults = rules.assembly_faults(facts.title, facts.place, facts.number, known, facts.ends_on, facts.text)
    if facts.ends_on is not None and facts.begins_on is None:
        faults["begins_on"] = [_("Write the first day.")]
    if faults or known is None:
        raise Invalid(_("The assembly is not complete."), faults)
    return {
        **{name: text.strip() for name, text in asdict(facts).items() if isinstance(text, str)},
        "number": int(facts.number) if facts.number else None,
        "begins_on": facts.begins_on,
        "ends_on": facts.ends_on,
        "year": known.year,
    }


def create_assembly(facts: AssemblyFacts, by: Person) -> Assembly:
    """Make an assembly that nobody but the organising team sees. The same one again is the same act.

    Raises:
        Refusal: when this person may not.
        Invalid: when something is missing.
    """
    check_editor(by)
    values = _values(facts)
    with transaction() as moment:
        check_editor(by)
        base = f"{slug(facts.place)[:60]}-{values['year']}"
        same = queries.assembly(base)
        if same is not None and same.title == values["title"] and same.published_at is None:
            return same
        address, number = base, 2
        while queries.assembly(address) is not None:
            address, number = f"{base}-{number}", number + 1
        made = Assembly(slug=address, sources=[], created_at=moment.at, **values)
        db.session.add(made)
        ledger.write("assembly.created", actor=by, at=moment.at, subject=made, label=made.title)
    return made


def change_assembly(assembly: Assembly, facts: AssemblyFacts, by: Person) -> Assembly:
    """Change what is said of an assembly. Its address stays.

    Raises:
        Refusal: when this person may not.
        Invalid: when something is missing.
    """
    with transaction() as moment:
        assembly = hold(assembly)
        check_editor(by)
        values = _values(facts, assembly)
        before = {name: getattr(assembly, name) for name in values}
        changed = [name for name, value in values.items() if before[name] != value]
        for name in changed:
            setattr(assembly, name, values[name])
        if changed:
            ledger.write(
                "assembly.changed",
                actor=by,
                at=moment.at,
                subject=assembly,
                label=assembly.title,
                before={name: str(before[name] or "") for name in changed},
                after={name: str(values[name] or "") for name in changed},
            )
    return assembly


def publish_assembly(assembly: Assembly, by: Person) -> None:
    """Show an assembly to everybody.

    Raises:
        Refusal: when this person may not.
    """
    _show(assembly, by, shown=True)


def withdraw_assembly(assembly: Assembly, by: Person) -> None:
    """Take an assembly off the public pages; all of it stays with the organising team.

    Raises:
        Refusal: when this person may not.
    """
    _show(assembly, by, shown=False)


def _show(assembly: Assembly, by: Person, *, shown: bool) -> None:
    with transaction() as moment:
        assembly = hold(assembly)
        check_editor(by)
        if (assembly.published_at is not None) is shown:
            return
        assembly.published_at = moment.at if shown else None
        event = "assembly.published" if shown else "assembly.withdrawn"
        ledger.write(event, actor=by, at=moment.at, subject=assembly, label=assembly.title)
