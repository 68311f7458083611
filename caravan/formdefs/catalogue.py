"""The forms of a caravan: those that travel with the program, then those of the site, which may replace them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from caravan.formdefs.model import Form
from caravan.formdefs.problems import FormError, Place, Problem, ProblemLog
from caravan.formdefs.reader import read_form
from caravan.formdefs.sources import FORM_SUFFIXES


class Catalogue(Mapping[str, Form]):
    """Forms by id, in the order of their ids."""

    def __init__(self, forms: Mapping[str, Form]) -> None:
        self._forms = dict(sorted(forms.items()))

    def __getitem__(self, form_id: str) -> Form:
        return self._forms[form_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._forms)

    def __len__(self) -> int:
        return len(self._forms)

    @property
    def stations(self) -> tuple[Form, ...]:
        """The forms that a station fills, in the order of their ids."""
        return tuple(form for form in self.values() if form.is_station)


def form_files(folder: Path) -> list[Path]:
    """Return the form files of a folder, by name; none when there is no such folder.

    Hidden files, the lock files of spreadsheet programs and a README are no forms.
    """
    found = sorted(folder.iterdir()) if folder.is_dir() else []
    return [path for path in found if path.suffix.lower() in FORM_SUFFIXES and not _is_other(path)]


def load_catalogue(*folders: Path) -> Catalogue:
    """Return the forms of the folders; a later folder replaces forms of the same id.

    Raises FormError with the problems of all files, so that one start shows everything there is to repair.
    """
    forms: dict[str, Form] = {}
    problems: list[Problem] = []
    for folder in folders:
        forms |= _read_folder(folder, problems)
    if problems:
        raise FormError(problems)
    return Catalogue(forms)


def _read_folder(folder: Path, problems: list[Problem]) -> dict[str, Form]:
    forms: dict[str, Form] = {}
    for path in form_files(folder):
        try:
            form = read_form(path)
        except FormError as error:
            problems.extend(error.problems)
            continue
        if form.id in forms:
            log = ProblemLog(path.name)
            what = f'the form id "{form.id}" is also that of {forms[form.id].file} in the same folder'
            log.add(Place("settings", None, "form_id"), what, "rename or remove one of the two")
            problems.extend(log.problems)
        forms[form.id] = form
    return forms


def _is_other(path: Path) -> bool:
    return path.name.startswith((".", "~$", "_")) or path.stem.lower() == "readme"
