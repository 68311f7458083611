"""From a form to the pieces of its paper: a dict from the shape of a group of questions to how it is drawn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from caravan.formdefs.drawing import is_missing
from caravan.formdefs.model import Form, Group, Item, Question
from caravan.formdefs.on_paper import FOLDED as FOLDED_PART
from caravan.formdefs.on_paper import is_on_paper, numbers_of, paper_items, steps_on_paper
from caravan.printing.paper_areas import Asked, area_of, is_long_text, options_of, written_line
from caravan.printing.paper_blocks import (
    HALF,
    Block,
    Heading,
    Row,
    Written,
    fits,
    listed,
    side_of,
    twins,
)
from caravan.printing.paper_pen import FOLDED, REASONS, USUAL, WIDTH, FormPen, Sizes
from caravan.printing.paper_sheet import NOTHING, Pair, SheetWords, condition, pair_of
from caravan.printing.paper_tables import CodeBoxes, Table, Teeth, codes_of, ladder_of, rung_of, table_of

MOST_TABLE_COLUMNS = 10
LEAST_TABLE = 3  # rows for which a head is worth its room, where they also fit on lines of their own
WHOLE_MOUTH = 20  # questions of a grid that are teeth; fewer are parts of the mouth
OVERHANG = 3.0  # mm by which the name of a table may reach over its labels
ACUITY, GRID = "acuity", "grid"
PARTS_ACROSS, CODES_ACROSS = 3, 3


class Plan:
    """Turns the items of one form into blocks."""

    def __init__(self, pen: FormPen, form: Form, words: SheetWords, part: float = 1.0) -> None:
        self._pen, self._form, self._words = pen, form, words
        self._usual, self._small = USUAL.tightened(part), FOLDED.tightened(part)
        self._numbers = numbers_of(form)
        self._codes: str | None = None  # the list of codes that was printed last
        self._ladders_drawn: set[str | None] = set()

    def blocks(self) -> list[Block]:
        """Return the pieces in the order of the paper."""
        return list(self._items(paper_items(self._form), self._usual, 0))

    def _items(self, items: Sequence[Item], sizes: Sizes, depth: int) -> Iterator[Block]:
        shown = [item for item in items if is_on_paper(item) and item.name not in self._words.left_out]
        for (is_group, is_ladder), found in groupby(
            shown, lambda item: (isinstance(item, Group), self._is_ladder(item))
        ):
            some = list(found)
            if not is_group:
                yield from self._questions([item for item in some if isinstance(item, Question)], sizes)
            elif is_ladder:
                yield from self._ladders([item for item in some if isinstance(item, Group)], sizes, depth)
            else:
                for group in some:
                    if isinstance(group, Group):
                        yield from self._group(group, sizes, depth)

    def _group(self, group: Group, sizes: Sizes, depth: int) -> Iterator[Block]:
        sizes = self._small if FOLDED_PART in group.appearance.split() else sizes
        inner = [item for item in group.items if is_on_paper(item) and item.name not in self._words.left_out]
        is_alone = depth > 0 and len(inner) == 1 and isinstance(inner[0], Question)
        said = condition(self._form, group.relevant, self._words)
        if GRID not in group.appearance.split() and not said:
            titled = self._titled(group, sizes)
            if titled is not None:
                yield titled
                return
        if not is_alone and (depth == 0 or not self._says_itself(group)):
            yield Heading(pair_of(group.labels), said, sizes, is_main=depth == 0)
        if GRID in group.appearance.split():
            yield from self._grid(group, sizes)
        else:
            yield from self._items(inner, sizes, depth + 1)

    def _titled(self, group: Group, sizes: Sizes) -> Block | None:
        """Return a group that is one table with its name beside the heads of the columns, None for any other."""
        inner = [item for item in group.items if is_on_paper(item)]
        questions = [item for item in inner if isinstance(item, Question)]
        first = options_of(self._form, questions[0]) if questions else ()
        is_whole = len(questions) == len(inner) and len(set(map(_list_of, questions))) == 1
        if not is_whole or not 0 < len(first) <= MOST_TABLE_COLUMNS:
            return None
        drawn = self._together(_said_once([self._asked(item, sizes) for item in questions]), sizes) or []
        table = drawn[0] if len(drawn) == 1 else None
        if not isinstance(table, Table) or table.halves > 1 or table.condition:
            return None
        return replace(table, title=pair_of(group.labels)) if self._has_room(table, group) else None

    def _has_room(self, table: Table, group: Group) -> bool:
        """Tell whether the name of a group stands beside the columns of its table."""
        title, wide = pair_of(group.labels), WIDTH / 2 - len(table.heads) * 7
        letters = table.sizes.label_fr + 0.4, table.sizes.label_ar + 0.4
        fr, ar = (
            self._pen.width_of(title.fr, letters[0], bold=True),
            self._pen.width_of(title.ar, letters[1], bold=True),
        )
        labels = table.labels[0] + 6 + 1.5, table.labels[1] + 1.5
        return max(fr - labels[0], ar - labels[1]) <= OVERHANG or max(fr, ar) <= wide / 2

    def _says_itself(self, group: Group) -> bool:
        """Tell whether the questions of an inner group repeat its name, so that no heading is needed."""
        questions = [item for item in group.items if isinstance(item, Question) and is_on_paper(item)]
        first = pair_of(group.labels).fr.split(" (")[0].lower()
        return bool(questions) and all(item.labels.get("fr", "").lower().startswith(first[:8]) for item in questions)

    def _is_ladder(self, item: Item) -> bool:
        """Tell whether a group asks for steps of a ladder alone."""
        inside = item.items if isinstance(item, Group) else ()
        return bool(inside) and all(isinstance(one, Question) and ACUITY in one.appearance.split() for one in inside)

    def _ladders(self, groups: Sequence[Group], sizes: Sizes, depth: int) -> Iterator[Block]:
        """Draw the ladders of several groups under one head, the name of each above its rows.

        A ladder that stands on the paper already is not drawn again: the step is then written.
        """
        lists = {item.list_name for group in groups for item in group.items if isinstance(item, Question)}
        if lists <= self._ladders_drawn:
            for group in groups:
                yield from self._steps_written(group, sizes, depth)
            return
        self._ladders_drawn |= lists
        rungs = []
        for group in groups:
            said = condition(self._form, group.relevant, self._words)
            asked = [self._asked(item, sizes) for item in group.items if isinstance(item, Question)]
            rungs.append(rung_of(asked[0], pair_of(group.labels), said))
            rungs += [replace(rung_of(one, pair_of(group.labels)), caption=NOTHING) for one in asked[1:]]
        if depth == 0:
            yield Heading(_common(groups), NOTHING, sizes, is_main=True)
        yield ladder_of(self._pen, rungs, sizes)

    def _steps_written(self, group: Group, sizes: Sizes, depth: int) -> Iterator[Block]:
        said = condition(self._form, group.relevant, self._words)
        yield Heading(pair_of(group.labels), said, sizes, is_main=depth == 0)
        asked = [self._asked(item, sizes) for item in group.items if isinstance(item, Question)]
        lines = [replace(one, area=written_line(), options=(), label=side_of(one)) for one in asked]
        yield from (Row(tuple(lines[at : at + 2]), sizes) for at in range(0, len(lines), 2))

    def _grid(self, group: Group, sizes: Sizes) -> Iterator[Block]:
        asked = [self._asked(item, sizes) for item in group.items if isinstance(item, Question)]
        yield codes_of(self._pen, asked[0].options, sizes)
        if len(asked) >= WHOLE_MOUTH:
            yield Teeth(tuple(asked), sizes)
        else:
            yield CodeBoxes(tuple(asked), sizes, PARTS_ACROSS)

    def _questions(self, questions: Sequence[Question], sizes: Sizes) -> Iterator[Block]:
        """Draw questions that follow each other: those with one list together, short ones two on a line."""
        waiting: list[Asked] = []
        for _key, found in groupby(questions, _list_of):
            run = _said_once([self._asked(question, sizes) for question in found])
            together = self._together(run, sizes)
            if together is not None:
                yield from self._rows(waiting, sizes)
                waiting = []
                yield from together
            else:
                waiting += run
        yield from self._rows(waiting, sizes)

    def _together(self, run: list[Asked], sizes: Sizes) -> list[Block] | None:
        """Return questions with one list as one thing, None when they are drawn one by one."""
        options, name = run[0].options, run[0].question.list_name
        if not options:
            return None
        if any(ACUITY in one.question.appearance.split() for one in run):
            return [ladder_of(self._pen, [rung_of(one) for one in run], sizes)]
        if len(options) > MOST_TABLE_COLUMNS and run[0].is_one and (len(run) > 1 or name == self._codes) and name:
            head: list[Block] = [] if name == self._codes else [codes_of(self._pen, options, sizes)]
            self._codes = name
            return [*head, CodeBoxes(tuple(run), sizes, min(CODES_ACROSS, max(2, len(run))))]
        pairs = [twins(self._pen, run[place : place + 2], sizes) for place in range(0, len(run), 2)]
        if all(pairs):
            return [pair for pair in pairs if pair is not None]
        is_short = len(run) < LEAST_TABLE and all(fits(self._pen, one, sizes, WIDTH) for one in run)
        if len(run) > 1 and len(options) <= MOST_TABLE_COLUMNS and not is_short:
            table = table_of(self._pen, run, sizes, _one_condition(run))
            return [table] if table else None
        return None

    def _rows(self, waiting: Sequence[Asked], sizes: Sizes) -> Iterator[Block]:
        pending: Asked | None = None
        for one in _said_once(list(waiting)):
            if is_long_text(one.question):
                if pending:
                    yield Row((pending,), sizes)
                    pending = None
                yield Written(one, sizes)
            elif fits(self._pen, one, sizes, HALF):
                if pending:
                    yield Row((pending, one), sizes)
                    pending = None
                else:
                    pending = one
            else:
                if pending:
                    yield Row((pending,), sizes)
                    pending = None
                yield self._whole(one, sizes)
        if pending:
            yield Row((pending,), sizes)

    def _whole(self, one: Asked, sizes: Sizes) -> Block:
        sizes = REASONS if is_missing(one.question) else sizes
        if fits(self._pen, one, sizes, WIDTH) or not one.options:
            return Row((one,), sizes)
        return listed(self._pen, one, sizes)

    def _asked(self, question: Question, sizes: Sizes, said: Pair = NOTHING) -> Asked:
        is_small = is_missing(question)
        size = REASONS if is_small else sizes
        when = NOTHING if is_small else said or condition(self._form, question.relevant, self._words)
        return Asked(
            question=question,
            label=pair_of(question.labels),
            number=self._numbers[question.name],
            condition=when,
            area=area_of(self._pen, self._form, question, size),
            options=options_of(self._form, question),
            applies=question.relevant is not None and not when and not is_small,
        )


def _list_of(question: Question) -> tuple[object, ...]:
    """Return what questions share that may be drawn together: their list of choices, or the steps of their scale."""
    return question.type, question.list_name or steps_on_paper(question) or question.name


def _said_once(run: list[Asked]) -> list[Asked]:
    """Leave a condition out where the question above has said it: the sign of "some people only" is enough."""
    before = NOTHING
    found = []
    for one in run:
        found.append(replace(one, condition=NOTHING, applies=True) if one.condition == before and before else one)
        before = one.condition
    return found


def _one_condition(run: Sequence[Asked]) -> Pair:
    """Return the condition of a table: that of all its rows, or of the first that has one."""
    return next((one.condition for one in run if one.condition), NOTHING)


def _common(groups: Sequence[Group]) -> Pair:
    """Return the words with which the names of several groups begin; the first name where they share none."""
    labels = [pair_of(group.labels) for group in groups]
    ar, fr = (
        [getattr(label, lang).replace("،", " ،").replace(",", " ,").split() for label in labels]
        for lang in ("ar", "fr")
    )
    shared = [_shared(texts) for texts in (ar, fr)]
    return Pair(shared[0] or labels[0].ar, shared[1] or labels[0].fr)


def _shared(texts: list[list[str]]) -> str:
    words: list[str] = []
    for found in zip(*texts, strict=False):
        if len(set(found)) > 1 or found[0] in (",", "،"):
            break
        words.append(found[0])
    return " ".join(words)
