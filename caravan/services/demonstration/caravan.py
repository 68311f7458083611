"""Three sites in three days, a staff of eight, and some trouble: referrals, duplicates, unfinished visits."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from random import Random
from uuid import UUID

from caravan.domain.codes import new_code
from caravan.domain.dates import CASABLANCA, local_day
from caravan.domain.ids import new_id
from caravan.formdefs.model import Form
from caravan.printing.cards import MOST_CARDS
from caravan.printing.labels import USUAL, get_label
from caravan.services.accounts import add_staff, list_staff
from caravan.services.caravans import NewSite, get_caravan, open_site, start_caravan
from caravan.services.card_batches import ALL, Order, cards_of, record_batch
from caravan.services.demonstration.people import Invented, invent, tell_age
from caravan.services.demonstration.queues import call_people
from caravan.services.demonstration.referrals import decide_referrals
from caravan.services.demonstration.screenings import INVENTORS, Raw
from caravan.services.house import House
from caravan.services.operators import Operator
from caravan.services.outcomes import Filled
from caravan.services.registration import Registered, bind_card, open_visit, register_patient
from caravan.services.screening import Saved, record_screening

SITES = (
    NewSite("Guelmim, Dar Chabab", "كلميم، دار الشباب"),
    NewSite("Asrir, école", "أسرير، المدرسة"),
    NewSite("Bouizakarne, centre de santé", "بويزكارن، المركز الصحي"),
)
DEMO_STAFF = (
    ("Khadija", "volunteer", "1111", "ar"),
    ("Samir", "volunteer", "2222", "fr"),
    ("Dr Benali", "doctor", "3333", "fr"),
    ("Dr Amina", "doctor", "4444", "ar"),
    ("Dr Tazi", "doctor", "5555", "fr"),
    ("Nadia", "coordinator", "6666", "fr"),
)
CLOSE_TO_NOW = timedelta(minutes=1)
WORKING_DAY = timedelta(hours=8)
BETWEEN_TWO = timedelta(minutes=5)  # at least, when the day has hardly begun
SURE_TWIN = 2  # this person of each day is registered twice, as are a few others
EVE_HOUR, DAY = time(18), timedelta(days=1)  # when the cards were printed
PER_SHEET = get_label(USUAL).per_sheet
COME_AGAIN = 2  # people of the first day who come again today
STILL_WAITING = 12  # at the end of a day, at most so many are registered and not yet seen


@dataclass(frozen=True, slots=True)
class Team:
    """Who registers and who screens in the demonstration, and the pile of blank cards at the reception."""

    volunteers: Sequence[Operator]
    doctors: Sequence[Operator]
    coordinator: Operator
    pile: Iterator[str] = field(default_factory=lambda: iter(()))


@dataclass(frozen=True, slots=True)
class Visitor:
    """Someone registered, and the stations that they visit."""

    patient_id: UUID
    person: Invented
    stations: Sequence[str]


@dataclass(frozen=True, slots=True)
class Lived:
    """A day of the demonstration: who was seen, and who still waits at its end."""

    seen: list[UUID]
    waiting: list[UUID]


def make_demonstration(
    house: House, *, people: int, seed: int = 7, progress: Callable[[int], None] | None = None
) -> None:
    """Fill an empty demonstration house with ``people`` invented persons over three days ending today."""
    random = Random(seed)  # noqa: S311  invented people need no secret
    first_day = house.today - timedelta(days=2)
    start_caravan(house, name="قافلة واد نون / Caravane Oued Noun", sites=SITES, starts_on=first_day)
    eve = replace(house, now=_clock(datetime.combine(first_day, EVE_HOUR, CASABLANCA).astimezone(UTC) - DAY))
    team, days = _hire(house), list[Lived]()
    team = replace(team, pile=_print_cards(eve, team.coordinator, people))
    for day, site in enumerate(get_caravan(house).sites):
        share = people // 3 + (people % 3 if day == len(SITES) - 1 else 0)
        morning = datetime.combine(first_day + timedelta(days=day), time(8, 30), CASABLANCA).astimezone(UTC)
        times = _times(house, morning, share)
        open_site(house, team.coordinator, site.id)
        days.append(_live_a_day(house, team, times, random=random, progress=progress))
    _come_again(house, team, days[0].seen[:COME_AGAIN])
    waiting = days[-1].waiting
    call_people(house, team.doctors, waiting)
    decide_referrals(
        house, doctors=team.doctors, volunteer=team.volunteers[0], coordinator=team.coordinator, waiting=waiting
    )


def _hire(house: House) -> Team:
    for name, role, pin, language in DEMO_STAFF:
        add_staff(house, name=name, role=role, pin=pin, language=language)
    staff = [Operator(card.id, card.name, card.role, card.language) for card in list_staff(house)]
    return Team(
        volunteers=[s for s in staff if s.role == "volunteer"],
        doctors=[s for s in staff if s.role == "doctor"],
        coordinator=next(s for s in staff if s.role == "coordinator"),
    )


def _print_cards(house: House, coordinator: Operator, people: int) -> Iterator[str]:
    """Print whole sheets on the eve, a few more cards than people, and return their codes one by one."""
    count = min((people // PER_SHEET + 2) * PER_SHEET, MOST_CARDS)
    batch_id = record_batch(house, coordinator, Order(count, USUAL), new_id())
    return (card.code for card in cards_of(house, batch_id, ALL))


def _times(house: House, morning: datetime, count: int) -> list[datetime]:
    """Spread arrivals over the day; over the hours before now, the last just now, when the day is today."""
    is_today = local_day(morning) == house.today
    end = house.now() - CLOSE_TO_NOW if is_today else morning + WORKING_DAY
    start = min(max(morning, end - WORKING_DAY), end - BETWEEN_TWO * count)
    if is_today:
        start = max(start, datetime.combine(house.today, time(), CASABLANCA).astimezone(UTC))
    return [start + (end - start) * index / max(1, count) for index in range(count)]


def _live_a_day(
    house: House,
    team: Team,
    times: Sequence[datetime],
    *,
    random: Random,
    progress: Callable[[int], None] | None,
) -> Lived:
    """Receive a person at each of these times."""
    communes = tuple(choice.name for choice in house.forms["registration"].choices["commune"])[:12]
    twin: Invented | None = None
    lived = Lived([], [])
    seen = len(times) - min(STILL_WAITING, len(times) // 3)
    for index, moment in enumerate(times):
        person = twin or invent(random, communes)
        twin = person if twin is None and (index == SURE_TWIN or random.random() < 0.03) else None  # noqa: PLR2004
        then = replace(house, now=_clock(moment))
        patient_id = _receive(then, team, person, random=random)
        if index < seen:
            stations = _stations(then, random, may_leave=then.today < house.today)
            _screen(then, team, Visitor(patient_id, person, stations), random=random)
        (lived.seen if index < seen else lived.waiting).append(patient_id)
        if progress is not None:
            progress(1)
    return lived


def _come_again(house: House, team: Team, patient_ids: Sequence[UUID]) -> None:
    """Receive people of the first day once more, at the site of today: their results of then are known."""
    then = replace(house, now=_clock(house.now() - CLOSE_TO_NOW))
    for patient_id in patient_ids:
        open_visit(then, team.volunteers[0], patient_id, new_id())


def _clock(moment: datetime) -> Callable[[], datetime]:
    return lambda: moment


def _receive(house: House, team: Team, person: Invented, *, random: Random) -> UUID:
    raw = tell_age(random, person, house.today.year)
    operator = random.choice(team.volunteers)
    filled = Filled(raw, new_id(), confirmed=_all(house.forms["registration"]))
    done = register_patient(house, operator, filled)
    if not isinstance(done, Registered):
        raise TypeError(f"the demonstration's registration was refused: {sorted(done.outcome.errors)}")
    if random.random() < 0.95:  # noqa: PLR2004  a few leave reception without a card
        bind_card(
            house,
            operator,
            patient_id=done.patient_id,
            typed=next(team.pile, None) or new_code(),
            operation_id=new_id(),
        )
    return done.patient_id


def _stations(house: House, random: Random, *, may_leave: bool) -> list[str]:
    """Return the stations that a person visits; one in five leaves before the last, on the days that are over."""
    stations = [form.id for form in house.forms.stations if form.id in INVENTORS]
    random.shuffle(stations)
    if may_leave and random.random() < 0.2:  # noqa: PLR2004
        return stations[: random.randint(0, len(stations) - 1)]
    return stations


def _screen(house: House, team: Team, visitor: Visitor, *, random: Random) -> None:
    for station in visitor.stations:
        raw: Raw = INVENTORS[station](random, visitor.person)
        form = house.forms[station]
        saved = record_screening(
            house,
            random.choice(team.doctors),
            patient_id=visitor.patient_id,
            form_id=station,
            filled=Filled(raw, new_id(), confirmed=_all(form)),
        )
        if not isinstance(saved, Saved):
            raise TypeError(f"the demonstration's {station} form was refused: {sorted(saved.outcome.errors)}")


def _all(form: Form) -> tuple[str, ...]:
    return tuple(form.questions)
