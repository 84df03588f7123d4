"""Criteria, Scores, Scorecards, Judges and Matrix."""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime

from ...programmes.models import Criterion
from ...sheets import Cell, Column, Formula, Kind, Sheet
from ..panel_scores import Card
from ..standings import Place
from .layout import FIGURE, WHOLE, Layout, instant, number
from .material import STATES, Material, Reading, card_key, is_na, mean, points, spread


def fill_criteria(material: Material, sheet: Sheet) -> None:
    """A row per criterion; the weights are there to be changed."""
    rubric = material.standings.scores.rubric
    alphabet = {key: at for at, key in enumerate(sorted(each.key for each in material.criteria), 1)}
    by_weight = [each for each in material.criteria if each.weight > 0]
    by_weight.sort(key=lambda each: (-each.weight, each.key))
    place = {each.key: at for at, each in enumerate(by_weight, 1)}
    weights, alphabetical = sheet.area("weight"), sheet.area("place by alphabet")
    for row, each in enumerate(material.criteria):
        weight, letter = sheet.own("weight", row), sheet.own("place by alphabet", row)
        reading = material.readings.get(each.key, Reading(None, None))
        sheet.rows.append(
            [
                each.key,
                each.title,
                each.weight,
                Formula(f"=100*{weight}/SUM({weights})", 100 * each.weight / material.weight_sum),
                rubric.scale_min,
                rubric.scale_max,
                rubric.steps_per_point,
                Formula(
                    f'=IF({weight}>0,1+SUMPRODUCT(({weights}>{weight})+({weights}={weight})*({alphabetical}<{letter})),"")',
                    place.get(each.key),
                ),
                alphabet[each.key],
                each.guidance,
                "\n".join(f"{step}: {text}" for step, text in sorted(each.descriptors.items(), key=_by_step)),
                each.comment_below,
                "yes" if each.na_allowed else "no",
                ", ".join(each.reads),
                reading.icc21,
                reading.alpha,
                reading.low,
                reading.high,
                rubric.number,
                rubric.published_at,
            ]
        )


def _by_step(descriptor: tuple[str, str]) -> tuple[float, str]:
    step = descriptor[0]
    return (float(step), step) if step.lstrip("-").isdigit() else (float("inf"), step)


def fill_groups(material: Material, layout: Layout) -> None:
    """A row per group of judges, where groups are weighed; the weights are there to be changed."""
    sheet, cards = layout.groups, layout.scorecards
    if sheet is None:
        return
    weights = material.standings.scores.group_weights
    weight, whole = sheet.area("weight"), sum(weights.values())
    for row, (group, own) in enumerate(weights.items()):
        mine = [(place, card) for place, card in material.cards if card.group == group]
        which = f'{cards.area("group")},{sheet.own("group", row)},{cards.area("counted?")},"yes"'
        sheet.rows.append(
            [
                group,
                own,
                Formula(f"=100*{sheet.own('weight', row)}/SUM({weight})", 100 * own / whole),
                len({card.judge_id for _place, card in mine}),
                Formula(f"=COUNTIFS({which})", sum(material.is_counted(place, card) for place, card in mine)),
            ]
        )


def fill_scores(material: Material, layout: Layout) -> None:
    """A row per judge, entry and criterion, scored or not."""
    scores, criteria = layout.scores, layout.criteria
    round_, rubric = material.standings.scores.round.key, material.standings.scores.rubric
    ids, weights = criteria.area("criterion id"), criteria.area("weight")
    counted, cards = layout.scorecards.area("counted?"), layout.scorecards.area("card")
    row = 0
    for place, card in material.cards:
        key, counts = card_key(place.entry.reference, card.judge_id), material.is_counted(place, card)
        for criterion in material.criteria:
            mark, score = card.marks.get(criterion.key), points(card, criterion)
            weight, got, out = (scores.own(name, row) for name in ("weight", "score", "not applicable"))
            is_out = is_na(card, criterion)
            low, high = scores.own("scale min", row), scores.own("scale max", row)
            own_id = scores.own("criterion id", row)
            scores.rows.append(
                [
                    round_,
                    place.entry.category,
                    place.entry.reference,
                    place.entry.title,
                    card.judge_id,
                    card.judge,
                    key,
                    criterion.key,
                    criterion.title,
                    Formula(f"=INDEX({weights},MATCH({own_id},{ids},0))", criterion.weight),
                    rubric.scale_min,
                    rubric.scale_max,
                    rubric.steps_per_point,
                    score,
                    Formula(
                        f'=IF({got}="","",100*{weight}*({got}-{low})/({high}-{low})/SUM({weights}))',
                        _weighted(material, criterion, score),
                    ),
                    card.state,
                    Formula(f"=INDEX({counted},MATCH({scores.own('card', row)},{cards},0))", "yes" if counts else "no"),
                    _why_not(material, card),
                    Formula(
                        f'=IF(AND({got}="",{out}<>"N/A",{weight}>0),1,0)',
                        int(score is None and not is_out and criterion.weight > 0),
                    ),
                    "N/A" if is_out else None,
                    Formula(
                        f'=IF({scores.own("counted?", row)}="yes",{scores.own("reference", row)}&"/"&{own_id},"")',
                        f"{place.entry.reference}/{criterion.key}" if counts else None,
                    ),
                    "" if mark is None else mark.comment,
                    None if mark is None else mark.first_at,
                    None if mark is None else mark.changed_at,
                    card.completed_at,
                    card.revision if card.id is not None else None,
                ]
            )
            row += 1


def _weighted(material: Material, criterion: Criterion, score: float | None) -> float | None:
    if score is None:
        return None
    rubric = material.standings.scores.rubric
    share = (score - rubric.scale_min) / (rubric.scale_max - rubric.scale_min)
    return 100 * criterion.weight * share / material.weight_sum


def _why_not(material: Material, card: Card) -> str:
    if card.counted and material.missing(card):
        return "completed without a score on every criterion that has a weight"
    return card.why_not_counted


def fill_scorecards(material: Material, layout: Layout) -> None:
    """A row per judge and entry; the total is summed from Scores."""
    sheet, scores = layout.scorecards, layout.scores
    cards, missing = (scores.area(name) for name in ("card", "missing"))
    total_of = _total_formula(material, layout)
    firsts = _firsts(material) if ("more_firsts", None) in layout.steps else None
    for row, (place, card) in enumerate(material.cards):
        key, counts = sheet.own("card", row), material.is_counted(place, card)
        total = place.totals[card.judge_id] if counts else None
        sheet.rows.append(
            [
                place.entry.category,
                place.entry.reference,
                place.entry.title,
                card.judge_id,
                card.judge,
                card_key(place.entry.reference, card.judge_id),
                *([card.group] if layout.groups is not None else []),
                card.state,
                Formula(
                    f'=IF(AND({sheet.own("status", row)}="completed",{sheet.own("scores missing", row)}=0),"yes","no")',
                    "yes" if counts else "no",
                ),
                _why_not(material, card),
                Formula(f"=SUMIFS({missing},{cards},{key})", material.missing(card)),
                Formula(f'=IF({sheet.own("counted?", row)}="yes",{total_of(key)},"")', total),
                *(
                    _first_cells(sheet, row, firsts[card.judge_id, place.entry.category], total)
                    if firsts is not None
                    else []
                ),
                total,
                card.organisation,
                card.comment_for_city,
                card.private_note,
                card.how,
                card.assigned_at,
                card.started_at,
                card.changed_at,
                card.completed_at,
                card.revision if card.id is not None else None,
                card.conflict_kind if card.state == "abstained" else None,
                card.conflict_reason if card.state == "abstained" else None,
                card.recusal_reason,
            ]
        )


def _total_formula(material: Material, layout: Layout) -> Callable[[str], str]:
    """A card's total by its key. Where a criterion may be not applicable, the others weigh more."""
    scores, whole = layout.scores, f"SUM({layout.criteria.area('weight')})"
    cards, weighted, weight, out = (scores.area(name) for name in ("card", "weighted", "weight", "not applicable"))
    if not any(criterion.na_allowed for criterion in material.criteria):
        return lambda key: f"SUMIFS({weighted},{cards},{key})"
    return lambda key: f'SUMIFS({weighted},{cards},{key})*{whole}/({whole}-SUMIFS({weight},{cards},{key},{out},"N/A"))'


def _firsts(material: Material) -> dict[tuple[int, str], list[float]]:
    """Totals by judge and category: whom a judge placed first is asked within a category."""
    found: dict[tuple[int, str], list[float]] = defaultdict(list)
    for place, card in material.cards:
        if material.is_counted(place, card):
            found[card.judge_id, place.entry.category].append(place.totals[card.judge_id])
    return found


def first_marks(material: Material) -> Counter[str]:
    """How many judges placed each entry first among those of its category; one card alone places nothing."""
    firsts, found = _firsts(material), Counter[str]()
    for place, card in material.cards:
        if material.is_counted(place, card):
            mine = firsts[card.judge_id, place.entry.category]
            found[place.entry.reference] += _is_first(mine, place.totals[card.judge_id])
    return found


def _is_first(mine: Sequence[float], total: float) -> int:
    return int(len(mine) > 1 and round(total, 9) >= round(max(mine), 9))


def _first_cells(sheet: Sheet, row: int, mine: Sequence[float], total: float | None) -> list[Cell]:
    totals = sheet.area("total")
    same = (
        f"{sheet.area('judge id')},{sheet.own('judge id', row)},{sheet.area('category')},{sheet.own('category', row)},"
        f'{sheet.area("counted?")},"yes"'
    )
    best, counts, own = sheet.own("best of this judge", row), sheet.own("counted?", row), sheet.own("total", row)
    return [
        Formula(f'=IF({counts}="yes",_xlfn.MAXIFS({totals},{same}),"")', max(mine) if total is not None else None),
        Formula(
            f'=IF({counts}="yes",IF(AND(COUNTIFS({same})>1,ROUND({own},9)>=ROUND({best},9)),1,0),0)',
            0 if total is None else _is_first(mine, total),
        ),
    ]


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
