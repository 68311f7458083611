"""What can be wrong in a form file: where it is, what is wrong, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches

from caravan.domain.errors import CaravanError

_SHEET_ORDER = ("settings", "survey", "choices")


@dataclass(frozen=True, slots=True)
class Place:
    """A cell of a form: the sheet, the row as a spreadsheet counts it (the header is row 1), the column heading."""

    sheet: str | None = None
    row: int | None = None
    column: str | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to repair in a form file; its text is one sentence for the person who edits the file."""

    file: str
    sheet: str | None
    row: int | None
    column: str | None
    what: str
    remedy: str

    def __str__(self) -> str:
        where = [self.file]
        where += [f"{kind} {value}" for kind, value in self._place() if value is not None]
        return f"{', '.join(where)}: {self.what}; {self.remedy}."

    def _place(self) -> tuple[tuple[str, object], ...]:
        return ("sheet", self.sheet), ("row", self.row), ("column", self.column)


class FormError(CaravanError):
    """A form that cannot be used; ``problems`` lists all that was found."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__("form.unusable", problems=self.problems)

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)


@dataclass(slots=True)
class ProblemLog:
    """The problems of one file, gathered while it is read, so that one reading shows them all."""

    file: str
    problems: list[Problem] = field(default_factory=list)

    def add(self, place: Place, what: str, remedy: str) -> None:
        problem = Problem(self.file, place.sheet, place.row, place.column, what, remedy)
        if problem not in self.problems:
            self.problems.append(problem)

    def refuse_if_any(self) -> None:
        """Raise FormError when a problem was noted; problems are sorted as the rows stand in the file."""
        if self.problems:
            raise FormError(sorted(self.problems, key=reading_order))


def reading_order(problem: Problem) -> tuple[int, int]:
    """Return the key that sorts problems as their rows stand in the file."""
    return _SHEET_ORDER.index(problem.sheet) if problem.sheet in _SHEET_ORDER else -1, problem.row or 0


def suggestion(word: str, known: Iterable[str]) -> str:
    """Return ' (perhaps "…")' when a known word is near, else nothing."""
    near = get_close_matches(word, list(known), n=1)
    return f' (perhaps "{near[0]}")' if near else ""
