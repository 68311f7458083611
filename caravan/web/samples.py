"""Invented people, answers and figures: what the page that shows how everything looks has to show."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from uuid import UUID

from caravan.formdefs.answers import submit
from caravan.formdefs.model import Form
from caravan.formdefs.reader import read_source
from caravan.formdefs.sources import open_source
from caravan.paths import shipped
from caravan.services.patients import PatientLine, PatientPage
from caravan.services.queueing import QueueLine
from caravan.web.charts import Chart, hour_chart
from caravan.web.form_builder import QuestionForm, form_class
from caravan.web.house import today
from caravan.web.i18n import Language

NAMES = {"ar": "فاطمتو العروسي", "fr": "Fatimetou Laaroussi"}
NUMBER, CARD = 146, "7K3QHDX4PM"
TYPED = {"given_name": "Fatimetou", "systolic_mmhg": "400", "weight_kg": "190", "consent": "yes", "signs": "none"}
BY_HOUR = (12, 31, 38, 27, 9, 22, 14)


def sample_form(lang: str) -> QuestionForm:
    """Return a form with one question of each kind: some answered, one refused, one to confirm, one missing."""
    form = form_class(_questions(), lang)()
    for name, typed in TYPED.items():
        form[name].data = [typed] if name == "signs" else typed
    form.take(submit(_questions(), TYPED, today=today()))
    return form


def sample_person() -> PatientPage:
    """Return a person with everything that a card of a person can say."""
    line = PatientLine(
        id=UUID(int=0),
        names=NAMES,
        sex="female",
        age_years=67,
        birth_year=1959,
        commune=None,
        phone="0661234567",
        number_today=NUMBER,
        card_code=CARD,
        last_visit_on=None,
        source_ref=None,
    )
    return PatientPage(
        line=line,
        coverage_scheme="amo_tadamon",
        locality=None,
        pregnant=None,
        special_needs="yes",
        cards=(CARD,),
        urgency="p",
        visits=(),
        today=None,
        stations_left=(),
    )


def sample_queue(now: datetime, station: str) -> list[QueueLine]:
    """Return one person of a queue in each state: urgent and long here, called, absent."""
    return [
        _waiting(now, station, number=NUMBER, minutes=75, urgency="u"),
        _waiting(now, station, number=NUMBER + 1, minutes=34, status="called", times_called=2),
        _waiting(now, station, number=NUMBER + 2, minutes=4, status="absent", times_called=1),
    ]


def sample_chart(now: datetime, language: Language) -> Chart:
    """Return a morning of people by hour."""
    first = now.replace(minute=0, second=0, microsecond=0) - timedelta(hours=len(BY_HOUR) - 1)
    counts = {first + timedelta(hours=hour): count for hour, count in enumerate(BY_HOUR)}
    return hour_chart(counts, direction=language.direction, this_hour=max(counts))


def _waiting(  # noqa: PLR0913  a line of a queue has many parts, and each sample its own
    now: datetime,
    station: str,
    *,
    number: int,
    minutes: int,
    status: str = "waiting",
    times_called: int = 0,
    urgency: str = "",
) -> QueueLine:
    return QueueLine(
        id=UUID(int=number),
        patient_id=UUID(int=0),
        station=station,
        status=status,
        number=number,
        names=NAMES,
        sex="female",
        age_years=67,
        urgency=urgency,
        queued_at=now - timedelta(minutes=minutes),
        called_at=now - timedelta(minutes=1) if times_called else None,
        called_by="Dr Benali" if times_called else "",
        times_called=times_called,
        elsewhere=None,
    )


@cache
def _questions() -> Form:
    return read_source(open_source(shipped("templates") / "styleguide" / "questions.md"))
