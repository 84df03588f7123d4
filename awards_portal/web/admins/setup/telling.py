"""What the readers of documents refuse, as a page says it: at its field, in the page's words, without keys."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _

from ....errors import Invalid
from ....programmes.reading import label
from .fields import Field

Told = dict[str, list[str]]


def told(error: Invalid, prefix: str, fields: Sequence[Field], own: str = "") -> Told:
    """The sentences of a refusal at the fields of a page, in its order; those of other parts stand on top.

    Args:
        prefix: how the paths of this page's own fields begin.
        own: key of the question that is on the page.
    """
    names, labels = {each.name for each in fields} | {"reason", "key"}, {each.name: each.label for each in fields}
    found: Told = {}
    placed: set[str] = set()
    for path, sentences in error.fields.items():
        name = path.removeprefix(prefix)
        if name in names and path.startswith(prefix):
            found.setdefault(name, []).extend(_as_named(each, name, labels) for each in sentences)
            placed |= set(sentences)
    for sentence in error.fields.get("document", [error.sentence] if not found else []):
        if sentence not in placed:
            name, words = _of_question(sentence, own, labels)
            found.setdefault(name if name in names else "", []).append(words)
    order = ["", *(each.name for each in fields), "key", "reason"]
    return dict(sorted(found.items(), key=lambda pair: order.index(pair[0])))


def _as_named(sentence: str, name: str, labels: Mapping[str, str]) -> str:
    """A sentence of a part's reader with its field called what this page calls it."""
    sentence = sentence.removeprefix(_("The edition") + ": ")
    usual = label(name.rsplit(".", 1)[-1])
    return _begun(sentence.replace(f"“{usual}”", f"“{labels.get(name, usual)}”"))


def _of_question(sentence: str, own: str, labels: Mapping[str, str]) -> tuple[str, str]:
    """A sentence of the form's reader: which field it is about (empty: none) and how the page says it."""
    where = _("Question %(key)s", key=own)
    if own and re.match(re.escape(where) + "[:,]", sentence):
        sentence = sentence[len(where) :].lstrip(":, ")
    needed = {
        _("“shown_if” needs “question” and “any_of”."): ("shown_if", _("Tick answers of one question only.")),
        _("a choice needs options."): ("options", _("Write at least one choice.")),
        _("a table needs columns."): ("columns", _("Write at least one column.")),
        _("an amount of money needs currencies."): ("currencies", _("Write at least one currency, such as EUR.")),
    }
    if sentence in needed:
        return needed[sentence]
    for name, word in (("columns", _("column")), ("options", _("option"))):
        if sentence.startswith((f"{word} ", f"the {word} ")):
            return name, _begun(sentence)
    named = next((word for word in re.findall(r"“(\w+)”", sentence) if word in labels), "")
    if named and sentence == _("“%(name)s” is missing.", name=named):
        return named, _("Fill in “%(name)s”.", name=labels[named])
    return named, _begun(sentence.replace(f"“{named}”", f"“{labels.get(named, named)}”"))


def _begun(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def with_labels(sentence: str, questions: Sequence[Mapping[str, Any]]) -> str:
    """A sentence of the form's reader with every question called by its words instead of its key."""
    for key, words in sorted(((each["key"], each["label"]) for each in questions), key=lambda pair: -len(pair[0])):
        where = re.escape(_("Question %(key)s", key=key))
        sentence = re.sub(rf"{where}(?=[:,])", lambda _found, words=words: f"“{words}”", sentence)  # type: ignore[misc]
        sentence = sentence.replace(f"“{key}”", f"“{words}”")
    return sentence
