"""What doctors and the coordinator did with the referrals of the day on which the demonstration is opened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from caravan.domain.ids import new_id
from caravan.services.house import House
from caravan.services.operators import Operator
from caravan.services.referral_lines import ReferralLine, list_day
from caravan.services.referring import Verb, Wanted, decide, drop, raise_alert, refer, settle

SETTLED = ("seen", "transferred", "refused")
ACCEPTED = 2


def decide_referrals(
    house: House, *, doctors: Sequence[Operator], volunteer: Operator, coordinator: Operator, waiting: Sequence[UUID]
) -> None:
    """Accept some, change one to an emergency, drop and settle a few, add one by hand, and raise one alert."""
    then = _ago(house, 6)
    proposed = [each.line for each in list_day(then) if each.line.status == "proposed"]
    urgent = [line for line in proposed if line.urgency == "u"]
    others = [line for line in proposed if line.urgency == "p"]
    for line in urgent[:1]:
        decide(then, doctors[0], _verb(line), Wanted("e", "hospital_emergency", "examined"))
    for line, outcome in zip(urgent[2:] or others[3:], SETTLED, strict=False):
        settle(then, coordinator, _verb(line), outcome)
    for line in others[:ACCEPTED]:
        decide(then, doctors[1], _verb(line), Wanted(line.urgency, line.destination))
    for line in others[ACCEPTED : ACCEPTED + 1]:
        drop(then, doctors[1], _verb(line), "treated_here")
    if waiting:
        raise_alert(_ago(house, 2), volunteer, waiting[-1], new_id(), "chest_pain")
        refer(_ago(house, 4), doctors[1], waiting[0], new_id(), Wanted("p", "cardiology", "symptoms"))


def _verb(line: ReferralLine) -> Verb:
    return Verb(line.id, new_id(), line.seen)


def _ago(house: House, minutes: int) -> House:
    moment = house.now() - timedelta(minutes=minutes)
    return replace(house, now=lambda: moment)
