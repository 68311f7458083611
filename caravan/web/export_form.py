"""What the coordinator chooses before a download: days of the caravan, site, language, and the station of a list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import Field, HiddenField, SelectChoice, SelectField, ValidationError

from caravan.domain.errors import NotFoundError
from caravan.services import caravans, counting
from caravan.services.caravans import CaravanCard
from caravan.services.counting import PeriodCount
from caravan.services.exporting import Filters
from caravan.web.figures import in_words
from caravan.web.house import current_house, today
from caravan.web.i18n import LANGUAGES
from caravan.web.layout import find_caravan
from caravan.web.speech import current_language
from caravan.web.wording import own_script


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A period or a caravan that is one tap away."""

    label: str
    address: str
    is_chosen: bool


class ExportForm(FlaskForm):
    """The filters of a workbook. Days are chosen among those on which someone came: nobody types a date."""

    class Meta(FlaskForm.Meta):
        """The choice is a GET; the application itself checks the token of every POST."""

        csrf = False

    caravan = HiddenField(default="")
    lang = SelectField(choices=[SelectChoice(item.code, item.name) for item in LANGUAGES.values()])
    from_day = SelectField(default="")
    to_day = SelectField(default="")
    site = SelectField(default="")
    form_id = SelectField()

    def __init__(self, formdata: MultiDict[str, str]) -> None:
        super().__init__(formdata)
        code = current_language().code
        self.card = card = _chosen_caravan(self.caravan.data or "")
        forms = current_house().forms
        sites = [SelectChoice(site.name, site.label(code)) for site in card.sites] if card else []
        self.site.choices = [SelectChoice("", _("All sites")), *sites]
        circuit = dict.fromkeys([*(card.stations if card else ()), *sorted(form.id for form in forms.stations)])
        self.form_id.choices = [SelectChoice(form_id, forms[form_id].titles[code]) for form_id in circuit]
        days = _days(formdata, card)
        self.from_day.choices = [SelectChoice("", _("The first day")), *days]
        self.to_day.choices = [SelectChoice("", _("The last day")), *days]
        if not self.lang.data:
            self.lang.data = code
        if not self.form_id.data:
            self.form_id.data = self.form_id.choices[0].value

    def validate_to_day(self, field: Field) -> None:
        """Refuse a period that ends before it begins."""
        first, last = _read_day(self.from_day.data), _read_day(field.data)
        if first and last and last < first:
            raise ValidationError(_("The last day comes before the first. Exchange them."))

    @property
    def filters(self) -> Filters:
        """What the service is asked for."""
        return Filters(
            from_day=_read_day(self.from_day.data),
            to_day=_read_day(self.to_day.data),
            site=self.site.data or None,
            caravan=self.card.id if self.card else None,
        )

    @property
    def chosen(self) -> dict[str, str]:
        """The filters as the downloads repeat them."""
        return {name: self[name].data or "" for name in ("caravan", "from_day", "to_day", "site", "lang")}

    @property
    def period(self) -> str:
        """The days chosen, in words."""
        first, last = self.filters.from_day, self.filters.to_day
        if first and first == last:
            return _day_words(first)
        if first and last:
            return str(_("from %(first)s to %(last)s", first=_day_words(first), last=_day_words(last)))
        if first:
            return str(_("from %(first)s on", first=_day_words(first)))
        return str(_("until %(last)s", last=_day_words(last)) if last else _("all days"))

    @property
    def shortcuts(self) -> list[Shortcut]:
        """Today, yesterday and all days, with the other choices kept."""
        now = today()
        periods = (
            (_("Today"), now.isoformat()),
            (_("Yesterday"), (now - timedelta(days=1)).isoformat()),
            (_("All days"), ""),
        )
        chosen = self.chosen["from_day"], self.chosen["to_day"]
        return [Shortcut(label, self._address(day), chosen == (day, day)) for label, day in periods]

    def _address(self, day: str) -> str:
        """Return the page that counts one day (all when empty), with the other choices kept."""
        kept: dict[str, Any] = {**self.chosen, "from_day": day, "to_day": day}
        return url_for("coordination.exports", **kept)

    @property
    def caravans(self) -> list[Shortcut]:
        """The caravans to count, the archived ones left out unless one is chosen; days and site begin anew."""
        known = caravans.list_caravans(current_house())
        chosen = self.card.id if self.card else None
        return [
            Shortcut(
                own_script(card.name, current_language().code),
                url_for("coordination.exports", caravan=card.id, lang=self.chosen["lang"]),
                card.id == chosen,
            )
            for card in known
            if card.archived_at is None or card.id == chosen
        ]

    @property
    def count(self) -> PeriodCount:
        """What the file will hold."""
        return counting.count_period(current_house(), self.filters)

    @property
    def file_part(self) -> str:
        """The part of the file's name that tells workbooks apart."""
        return f"{today():%Y-%m-%d}-{self.lang.data}"


def _chosen_caravan(typed: str) -> CaravanCard | None:
    """Return the caravan that was chosen, else the one of today. Raises NotFoundError("caravan.unknown")."""
    if not typed:
        return find_caravan()
    try:
        return caravans.get_caravan(current_house(), UUID(typed))
    except ValueError as error:
        raise NotFoundError("caravan.unknown") from error


def _days(formdata: MultiDict[str, str], card: CaravanCard | None) -> list[SelectChoice]:
    """Return the days of the caravan with their visits, the latest first, and those asked for by a link."""
    visits = dict(counting.list_days(current_house(), card.id)) if card else {}
    asked = (_read_day(formdata.get(name)) for name in ("from_day", "to_day"))
    days = sorted({*visits, *(day for day in asked if day)}, reverse=True)
    return [SelectChoice(day.isoformat(), _day_label(day, visits.get(day, 0))) for day in days]


def _day_label(day: date, visits: int) -> str:
    return f"{_day_words(day)} ({ngettext('%(num)s visit', '%(num)s visits', visits)})"


def _day_words(day: date) -> str:
    return in_words(day, "EEEE d MMMM y", current_language().locale)


def _read_day(typed: str | None) -> date | None:
    try:
        return date.fromisoformat(typed or "")
    except ValueError:
        return None
