"""Judges and Matrix: a row per judge, and judges beside each other entry by entry."""

from collections import Counter, defaultdict
from datetime import datetime

from ...sheets import Cell, Column, Formula, Kind, Sheet
from ..panel_scores import Card
from ..standings import Place
from .layout import FIGURE, WHOLE, Layout, instant, number
from .material import STATES, Material, card_key, mean, spread


def judges_sheet(material: Material, layout: Layout) -> Sheet:
    """A row per judge of the round's panels or assignments."""
    cards: dict[int, list[Card]] = defaultdict(list)
    panels: dict[int, list[str]] = defaultdict(list)
    known: dict[int, tuple[str, str, str | None]] = {}
    for seat in material.seats:
        known[seat.judge_id] = (seat.judge, seat.organisation, seat.country)
        panels[seat.judge_id].append(seat.category)
    for _place, card in material.cards:
        known.setdefault(card.judge_id, (card.judge, card.organisation, card.judge_country))
        cards[card.judge_id].append(card)
    sheet = Sheet(
        "Judges",
        [
            number("judge id", WHOLE),
            Column("judge", width=20),
            Column("organisation", width=28),
            Column("country"),
            Column("panel", width=28),
            number("assigned", WHOLE),
            number("submitted", WHOLE),
            number("pending", WHOLE),
            number("abstained", WHOLE),
            number("recused", WHOLE),
            number("mean"),
            number("SD"),
            number("severity", "+0.00;-0.00;0.00"),
            number("severity interval low", "+0.00;-0.00;0.00"),
            number("severity interval high", "+0.00;-0.00;0.00"),
            number("fit"),
            Column("to look at", width=32),
            instant("last active"),
        ],
        len(known),
    )
    totals, ids, counted = (layout.scorecards.area(name) for name in ("total", "judge id", "counted?"))
    for row, judge_id in enumerate(sorted(known, key=lambda each: (known[each][0], each))):
        name, organisation, country = known[judge_id]
        mine = cards[judge_id]
        states = Counter(card.state for card in mine)
        own = sheet.own("judge id", row)
        figures = material.judges.get(judge_id, {})
        severity, se = figures.get("severity"), figures.get("se")
        seen = [card.changed_at for card in mine if card.changed_at is not None]
        last: datetime | None = max(seen, default=None)
        sheet.rows.append(
            [
                judge_id,
                name,
                organisation,
                country,
                "; ".join(panels[judge_id]),
                len(mine),
                states["completed"],
                states["started"] + states["not started"],
                states["abstained"],
                states["recused"],
                Formula(f'=IFERROR(AVERAGEIFS({totals},{ids},{own}),"")', mean(material.judge_totals[judge_id])),
                Formula(
                    f'=IFERROR(STDEV(IF(({ids}={own})*({counted}="yes"),{totals})),"")',
                    spread(material.judge_totals[judge_id]),
                    array=True,
                ),
                severity,
                # 1.645 standard errors on each side: nine times in ten, as for the intervals of ranks.
                None if severity is None or se is None else severity - 1.645 * se,
                None if severity is None or se is None else severity + 1.645 * se,
                figures.get("fit"),
                "; ".join(figures.get("flags", [])),
                last,
            ]
        )
    return sheet


def judge_titles(material: Material) -> dict[int, str]:
    """What each judge with a card is called where two must not have one name, in the order of names."""
    names: dict[int, str] = {}
    for _place, card in material.cards:
        names.setdefault(card.judge_id, card.judge)
    twice = {name for name, times in Counter(names.values()).items() if times > 1}
    ordered = sorted(names, key=lambda each: (names[each], each))
    return {each: f"{names[each]} ({each})" if names[each] in twice else names[each] for each in ordered}


def matrix_sheet(material: Material, layout: Layout) -> Sheet:
    """A row per entry, two columns per judge: the total, and why there is none."""
    titles = judge_titles(material)
    ordered = list(titles)
    columns = [Column("category"), Column("reference"), Column("title", width=28), number("mean"), number("SD")]
    for judge_id in ordered:
        columns.append(Column(f"{titles[judge_id]}: total", Kind.NUMBER, f"total {judge_id}", FIGURE, 11))
        columns.append(Column(f"{titles[judge_id]}: status", Kind.TEXT, f"status {judge_id}", width=8))
    sheet = Sheet("Matrix", columns, len(material.places))
    references, means, spreads = (layout.results.area(name) for name in ("reference", "raw mean", "SD"))
    totals, keys = layout.scorecards.area("total"), layout.scorecards.area("card")
    for row, place in enumerate(material.places):
        where = f"MATCH({sheet.own('reference', row)},{references},0)"
        mine = {card.judge_id: card for card in place.cards}
        cells: list[Cell] = [
            place.entry.category,
            place.entry.reference,
            place.entry.title,
            Formula(f"=INDEX({means},{where})", place.raw),
            Formula(f"=INDEX({spreads},{where})", spread(material.totals.get(place.entry.reference, []))),
        ]
        for judge_id in ordered:
            cells += _matrix_cells(material, place, mine.get(judge_id), totals, keys)
        sheet.rows.append(cells)
    return sheet


def _matrix_cells(material: Material, place: Place, card: Card | None, totals: str, keys: str) -> list[Cell]:
    if card is None:
        return [None, None]
    key = card_key(place.entry.reference, card.judge_id).replace('"', '""')
    total = place.totals[card.judge_id] if material.is_counted(place, card) else None
    return [Formula(f'=INDEX({totals},MATCH("{key}",{keys},0))', total), STATES[card.state]]
