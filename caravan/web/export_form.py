"""What the coordinator chooses before a download: language, period, site, and the station of a list."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import DateField, Field, SelectChoice, SelectField, ValidationError
from wtforms.validators import Optional

from caravan.services.exporting import Filters
from caravan.web.house import current_house, today
from caravan.web.i18n import LANGUAGES
from caravan.web.layout import find_caravan
from caravan.web.speech import current_language


class ExportForm(FlaskForm):
    """The filters of a workbook."""

    lang = SelectField(choices=[SelectChoice(item.code, item.name) for item in LANGUAGES.values()])
    from_day = DateField(validators=[Optional()])
    to_day = DateField(validators=[Optional()])
    site = SelectField()
    form_id = SelectField()

    def __init__(self, formdata: MultiDict[str, str]) -> None:
        super().__init__(formdata)
        code = current_language().code
        card, forms = find_caravan(), current_house().forms
        sites = [SelectChoice(site.name, site.label(code)) for site in card.sites] if card else []
        self.site.choices = [SelectChoice("", _("All sites")), *sites]
        self.form_id.choices = [SelectChoice(form.id, form.titles[code]) for form in forms.stations]
        if not self.lang.data:
            self.lang.data = code

    def validate_to_day(self, field: Field) -> None:
        """Refuse a period that ends before it begins."""
        if field.data and self.from_day.data and field.data < self.from_day.data:
            raise ValidationError(_("The last day comes before the first. Exchange them."))

    @property
    def filters(self) -> Filters:
        """What the service is asked for."""
        return Filters(from_day=self.from_day.data, to_day=self.to_day.data, site=self.site.data or None)

    @property
    def file_part(self) -> str:
        """The part of the file's name that tells workbooks apart."""
        return f"{today():%Y-%m-%d}-{self.lang.data}"
