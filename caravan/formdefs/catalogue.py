"""The forms of a caravan: those that travel with the program, then those of the site, which may replace them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from threading import Lock

from caravan.formdefs.model import Form
from caravan.formdefs.problems import FormError, Place, Problem, ProblemLog
from caravan.formdefs.reader import read_source
from caravan.formdefs.sources import FORM_SUFFIXES, Source, open_source


class Catalogue(Mapping[str, Form]):
    """Forms by id, in the order of their ids; ``sources`` are the files they were read from.

    A form may be put in the place of another while others read; none is ever taken away. Whoever puts one holds
    ``changing`` from the moment it is decided until it is done.
    """

    def __init__(self, forms: Mapping[str, Form], sources: Mapping[str, Source] | None = None) -> None:
        self._forms = dict(sorted(forms.items()))
        self.sources = dict(sources or {})
        self.changing = Lock()

    def put(self, form: Form, source: Source) -> None:
        """Use a form from now on. Readers see the forms before it or after it, never a half of them."""
        self.sources = {**self.sources, form.id: source}
        self._forms = dict(sorted({**self._forms, form.id: form}.items()))

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


def load_catalogue(*folders: Path, leaving_out: str | None = None) -> Catalogue:
    """Return the forms of the folders; a later folder replaces forms of the same id.

    ``leaving_out`` names a form whose files are passed over in all folders but the first.

    Raises FormError with the problems of all files, so that one start shows everything there is to repair.
    """
    forms: dict[str, Form] = {}
    sources: dict[str, Source] = {}
    problems: list[Problem] = []
    for folder in folders:
        passed_over = leaving_out if folder != folders[0] else None
        files = [path for path in form_files(folder) if passed_over is None or not holds_form(path, passed_over)]
        forms |= _read_files(files, sources, problems)
    if problems:
        raise FormError(problems)
    return Catalogue(forms, sources)


def holds_form(path: Path, form_id: str) -> bool:
    """Say whether a file holds the form of this id, or is named after it and holds none."""
    try:
        return read_source(open_source(path)).id == form_id
    except FormError:
        return path.stem == form_id


def _read_files(files: Sequence[Path], sources: dict[str, Source], problems: list[Problem]) -> dict[str, Form]:
    forms: dict[str, Form] = {}
    for path in files:
        try:
            source = open_source(path)
            form = read_source(source)
        except FormError as error:
            problems.extend(error.problems)
            continue
        if form.id in forms:
            log = ProblemLog(path.name)
            what = f'the form id "{form.id}" is also that of {forms[form.id].file} in the same folder'
            log.add(Place("settings", None, "form_id"), what, "rename or remove one of the two")
            problems.extend(log.problems)
        forms[form.id], sources[form.id] = form, source
    return forms


def _is_other(path: Path) -> bool:
    return path.name.startswith((".", "~$", "_")) or path.stem.lower() == "readme"
