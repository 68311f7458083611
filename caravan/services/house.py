"""The house: one data folder opened, with its database, its forms and its clock. Every service takes it first."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from uuid import UUID

from caravan.domain.dates import local_day
from caravan.domain.errors import CaravanError
from caravan.domain.ids import new_id
from caravan.formdefs.catalogue import Catalogue, load_catalogue
from caravan.formdefs.model import Form
from caravan.paths import shipped
from caravan.reports.definitions import ReportDefinition, read_definition
from caravan.scoring.findings import RuleSet
from caravan.scoring.growth import GrowthTable
from caravan.scoring.registry import Scorer
from caravan.scoring.site_modules import load_site_scorers
from caravan.services.form_versions import keep_form_versions
from caravan.services.house_rules import read_growth, read_rules
from caravan.settings import Settings
from caravan.storage.database import Database, open_database
from caravan.storage.keys import make_wrapped_key, unwrap_key, write_private


@dataclass(frozen=True, slots=True)
class House:
    """What a service needs; ``now`` gives the time in UTC.

    ``report`` defines the workbook, with the site's own sheets; ``scorers`` are the site's own scoring modules;
    ``old_forms`` holds versions no longer in use, once read; ``rules`` are the switchable rules that the house follows,
    ``growth`` its table of children's growth.
    """

    database: Database
    forms: Catalogue
    now: Callable[[], datetime]
    is_demo: bool
    cookie_secret: str
    data: Path
    report: ReportDefinition
    scorers: Mapping[str, Scorer]
    old_forms: dict[tuple[str, str], Form] = field(default_factory=dict)
    rules: RuleSet = field(default_factory=RuleSet)
    growth: GrowthTable | None = None

    @property
    def today(self) -> date:
        """The day on the caravan's calendar (Africa/Casablanca)."""
        return local_day(self.now())


@dataclass(frozen=True, slots=True)
class _Papers:
    """What house.json says: which device signs, whether the database is encrypted, what signs the cookies."""

    device_id: UUID
    encrypted: bool
    is_demo: bool
    cookie_secret: str


def utc_now() -> datetime:
    return datetime.now(UTC)


def make_house(settings: Settings, *, encrypted: bool, is_demo: bool = False) -> None:
    """Make the data folder, whole or not at all.

    Raises CaravanError: "house.exists" when there is one already, also a damaged one; "passphrase.missing",
    "passphrase.short".
    """
    papers_file, key_file = settings.data / "house.json", settings.data / "key.json"
    own_files = papers_file, key_file, settings.database_file
    if any(file.exists() for file in own_files):
        raise CaravanError("house.exists", data=str(settings.data))
    if encrypted and not settings.passphrase:
        raise CaravanError("passphrase.missing")
    settings.data.mkdir(parents=True, exist_ok=True)
    if encrypted:
        make_wrapped_key(settings.passphrase or "", key_file)
    papers = {
        "device_id": str(new_id()),
        "encrypted": encrypted,
        "is_demo": is_demo,
        "cookie_secret": secrets.token_hex(32),
    }
    write_private(papers_file, json.dumps(papers, indent=2))
    try:
        with open_house(settings, is_new=True) as house:
            house.database.write(
                lambda unit: unit.ledger.create("device", house.database.device_id, kind="laptop", label="laptop"),
                at=house.now(),
            )
    except BaseException:
        for file in own_files:
            file.unlink(missing_ok=True)
        raise


@contextmanager
def open_house(
    settings: Settings, *, now: Callable[[], datetime] = utc_now, replacing: str | None = None, is_new: bool = False
) -> Iterator[House]:
    """Open the data folder and close it after.

    ``replacing`` names a form whose file of the site is about to be replaced, so that it need not be in order;
    ``is_new`` lets the database be made (else a missing one is refused rather than begun anew).

    Raises CaravanError: "house.none", "house.damaged", "passphrase.missing", "passphrase.wrong", "database.missing",
    "database.unreadable", "database.newer", "form.changed", "scoring.unusable", "scoring.twice",
    "rules.unusable", "rules.unknown", "growth.unusable"; FormError for a form that cannot be read, DefinitionError for
    an export definition.
    """
    papers = _read_papers(settings.data)
    if not settings.database_url and not is_new and not settings.database_file.exists():
        raise CaravanError("database.missing", file=settings.database_file.name)
    folders = (shipped("forms"), settings.data / "forms")
    forms = load_catalogue(*folders) if replacing is None else load_catalogue(*folders, leaving_out=replacing)
    report, scorers = _read_report(settings.data / "exports"), load_site_scorers(settings.data / "scoring")
    rules, growth = read_rules(settings.data), read_growth(settings.data)
    database = open_database(
        device_id=papers.device_id,
        file=None if settings.database_url else settings.database_file,
        url=settings.database_url,
        key=_read_key(settings) if papers.encrypted else None,
        backups=settings.backups,
    )
    try:
        keep_form_versions(database, forms, now())
        own = House(database, forms, now, papers.is_demo, papers.cookie_secret, settings.data, report, scorers)
        yield replace(own, rules=rules, growth=growth)
    finally:
        database.close()


def is_house(data: Path) -> bool:
    """Say whether the folder holds a caravan's data."""
    return (data / "house.json").exists()


def is_encrypted(data: Path) -> bool:
    """Say whether the folder's database needs a passphrase."""
    return (data / "key.json").exists()


def _read_report(folder: Path) -> ReportDefinition:
    """Return the definition of the report, with what the definitions of this folder add to it."""
    added = sorted(folder.glob("*.toml"))
    return read_definition(shipped("exports") / "report.toml", *added) if added else _shipped_report()


@cache
def _shipped_report() -> ReportDefinition:
    return read_definition(shipped("exports") / "report.toml")


def _read_papers(data: Path) -> _Papers:
    try:
        papers = json.loads((data / "house.json").read_text("utf-8"))
    except FileNotFoundError as error:
        raise CaravanError("house.none", data=str(data)) from error
    except ValueError as error:
        raise CaravanError("house.damaged", file="house.json") from error
    try:
        return _Papers(UUID(papers["device_id"]), papers["encrypted"], papers["is_demo"], papers["cookie_secret"])
    except (ValueError, KeyError, TypeError) as error:
        raise CaravanError("house.damaged", file="house.json") from error


def _read_key(settings: Settings) -> bytes:
    if not settings.passphrase:
        raise CaravanError("passphrase.missing")
    try:
        return unwrap_key(settings.passphrase, settings.data / "key.json")
    except (FileNotFoundError, ValueError, KeyError, TypeError) as error:
        raise CaravanError("house.damaged", file="key.json") from error
