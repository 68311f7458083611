"""The shape of a form: what decides its answers (names, types, units, rules, choices), and no wording.

Two files of one version must have one shape. The document is plain JSON, so that it can be kept beside the version and
compared with a later file: then it is told which question changed, and how.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from caravan.formdefs.model import Choice, Form, Item, Question
from caravan.formdefs.rules import RULES

Shape: TypeAlias = dict[str, Any]

_TYPE, _LIST, _UNIT, _RULES = 1, 2, 3, 4  # where a question's shape holds them


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between two shapes: ``kind`` is added, removed, choices, order, type, list, unit or a rule."""

    name: str
    kind: str
    before: str = ""
    after: str = ""

    def __str__(self) -> str:
        how = f": {self.before or '–'} → {self.after or '–'}" if self.before or self.after else ""
        return f"{self.name} ({self.kind}{how})"


def shape_document(items: tuple[Item, ...], choices: Mapping[str, tuple[Choice, ...]]) -> Shape:
    """Return the shape as JSON data."""
    return {
        "items": [_item_shape(item) for item in items],
        "choices": {name: [[c.name, dict(c.extra)] for c in listed] for name, listed in choices.items()},
    }


def shape_of_form(form: Form) -> Shape:
    return shape_document(form.items, form.choices)


def hash_of(shape: Shape) -> str:
    """Return the SHA-256 of a shape."""
    text = json.dumps(shape, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def changes_between(before: Shape, after: Shape) -> tuple[Change, ...]:
    """Return what differs, question by question in the order of ``after``; then what was removed, then the lists."""
    old, new = dict(_flat(before["items"])), dict(_flat(after["items"]))
    found = [change for name in new if name in old for change in _item_changes(old[name], new[name])]
    found += [Change(name, "added") for name in new if name not in old]
    found += [Change(name, "removed") for name in old if name not in new]
    found += _list_changes(before["choices"], after["choices"])
    if not found and before["items"] != after["items"]:
        moved = next(name for name, other in zip(new, old, strict=True) if name != other or new[name] != old[name])
        found.append(Change(moved, "order"))
    return tuple(found)


def _item_shape(item: Item) -> list[object]:
    if isinstance(item, Question):
        return [item.name, item.type, item.list_name, item.unit, {rule: getattr(item, rule) for rule in RULES}]
    return [item.name, "group", item.relevant, [_item_shape(inner) for inner in item.items]]


def _flat(items: list[Any]) -> Iterator[tuple[str, list[Any]]]:
    """Yield each question and group by name, a group as a question that has one rule."""
    for item in items:
        if item[_TYPE] == "group":
            yield item[0], [item[0], "group", None, None, {"relevant": item[2]}]
            yield from _flat(item[3])
        else:
            yield item[0], item


def _item_changes(old: list[Any], new: list[Any]) -> Iterator[Change]:
    for place, kind in ((_TYPE, "type"), (_LIST, "list"), (_UNIT, "unit")):
        if old[place] != new[place]:
            yield Change(new[0], kind, old[place] or "", new[place] or "")
    for rule in RULES:
        if old[_RULES].get(rule) != new[_RULES].get(rule):
            yield Change(new[0], rule)


def _list_changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Change]:
    for name in {**after, **before}:
        if before.get(name) != after.get(name):
            gone, come = _names(before.get(name)), _names(after.get(name))
            yield Change(
                name, "choices", " ".join(n for n in gone if n not in come), " ".join(n for n in come if n not in gone)
            )


def _names(choices: list[Any] | None) -> list[str]:
    return [choice[0] for choice in choices or ()]
