"""Criteria, Groups, Scores and Scorecards."""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence

from ...programmes.models import Criterion
from ...sheets import Cell, Formula, Sheet
from ..panel_scores import Card
from .layout import Layout
from .material import Material, Reading, card_key, is_na, points


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
                _minutes(card),
                card.revision if card.id is not None else None,
                card.conflict_kind if card.state == "abstained" else None,
                card.conflict_reason if card.state == "abstained" else None,
                card.recusal_reason,
            ]
        )


def _minutes(card: Card) -> float | None:
    if card.started_at is None or card.completed_at is None:
        return None
    return (card.completed_at - card.started_at).total_seconds() / 60


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
