"""Referrals: decided by a doctor, settled by a doctor or the coordinator, added by hand, raised as an alert."""

from dataclasses import dataclass
from datetime import timedelta

import pytest

from caravan.domain.errors import CaravanError, ConflictError, NotAllowedError
from caravan.domain.ids import new_id
from caravan.services.alerting import list_urgent
from caravan.services.cancelling import cancel_visit
from caravan.services.caravans import get_caravan
from caravan.services.correcting import Correction, correct_screening, open_screening
from caravan.services.datasets import Filters, load_dataset
from caravan.services.house import House
from caravan.services.outcomes import Filled
from caravan.services.patients import get_patient, search_patients
from caravan.services.queueing import station_queue
from caravan.services.referral_lines import list_day, list_referrals
from caravan.services.referring import Verb, Wanted, decide, drop, raise_alert, refer, reopen, settle
from caravan.services.screening import void_screening
from caravan.storage.tables import Referral, Revision

CRISIS = {
    "systolic_1_mmhg": "192", "diastolic_1_mmhg": "118", "systolic_2_mmhg": "190", "diastolic_2_mmhg": "116",
}  # fmt: skip
USUAL = {"systolic_1_mmhg": "118", "diastolic_1_mmhg": "76", "systolic_2_mmhg": "118", "diastolic_2_mmhg": "76"}


@pytest.fixture
def doctor(staff):
    return staff["doctor"]


@pytest.fixture
def coordinator(staff):
    return staff["coordinator"]


@pytest.fixture
def urgent(register, screen):
    """A person with a pressure of 191/117, urgent."""
    patient_id = register()
    screen(patient_id, "vitals", **CRISIS)
    return patient_id


@dataclass(frozen=True)
class Looked:
    """What a person's referrals look like, and how loud the person is, from where a test looks."""

    house: House

    def lines(self, patient_id):
        """The referrals of the person's visit of today."""
        return list_referrals(self.house, get_patient(self.house, patient_id).today.id)

    def verb(self, line):
        """A tap on what is shown now."""
        return Verb(line.id, new_id(), line.seen)

    def urgency(self, patient_id):
        """How urgent the person is on their own page, in a search, in a queue and on the dashboard."""
        row = next(row for row in station_queue(self.house, "eye").next if row.patient_id == patient_id)
        site = get_caravan(self.house).open_site.id
        urgent = [p.urgency for p in list_urgent(self.house, site, self.house.today) if p.patient_id == patient_id]
        found = next(line for line in search_patients(self.house, "") if line.id == patient_id)
        return get_patient(self.house, patient_id).urgency, found.urgency, row.urgency, *urgent


@pytest.fixture
def of(house):
    return Looked(house)


def test_what_the_rules_propose_is_open_with_what_was_found(urgent, of):
    (line,) = of.lines(urgent)
    assert (line.status, line.origin, line.urgency, line.is_open) == ("proposed", "rules", "u", True)
    assert "bp_class" in [finding.code for finding in line.findings]
    assert of.urgency(urgent) == ("u", "u", "u", "u")


def test_accepting_needs_no_reason_and_changes_nothing_else(house, doctor, urgent, of):
    (line,) = of.lines(urgent)
    decide(house, doctor, of.verb(line), Wanted(line.urgency, line.destination))
    (after,) = of.lines(urgent)
    assert (after.status, after.urgency, after.destination) == ("accepted", line.urgency, line.destination)


def test_a_change_needs_a_reason_and_makes_the_person_as_urgent_as_the_doctor_says(house, doctor, urgent, rows, of):
    (line,) = of.lines(urgent)
    with pytest.raises(CaravanError, match=r"referral\.reason"):
        decide(house, doctor, of.verb(line), Wanted("e", "hospital_emergency"))
    decide(house, doctor, of.verb(line), Wanted("e", "hospital_emergency", "examined: chest pain"))
    (after,) = of.lines(urgent)
    assert (after.status, after.urgency, after.destination) == ("changed", "e", "hospital_emergency")
    assert of.urgency(urgent) == ("e", "e", "e", "e")
    (last,) = [row for row in rows(Revision, entity_id=line.id) if row["parents"]]
    assert (last["author_id"], last["patch"]["reason"]) == (doctor.staff_id, "examined: chest pain")


def test_a_person_whom_the_doctor_finds_less_urgent_is_loud_no_more(house, doctor, urgent, of):
    (line,) = of.lines(urgent)
    decide(house, doctor, of.verb(line), Wanted("p", line.destination, "measured_again"))
    assert of.urgency(urgent) == ("p", "p", "")


@pytest.mark.parametrize(
    ("outcome", "status"), [("seen", "attended"), ("transferred", "attended"), ("refused", "closed")]
)
def test_a_settled_referral_leaves_every_list_of_the_urgent(urgent, outcome, status, of, coordinator):
    settle(of.house, coordinator, of.verb(of.lines(urgent)[0]), outcome)
    (after,) = of.lines(urgent)
    assert (after.status, after.outcome, after.settled_by, after.is_open) == (status, outcome, "Nadia", False)
    assert of.urgency(urgent) == ("n", "n", "")


def test_a_settled_referral_can_be_opened_again(house, doctor, urgent, of):
    settle(house, doctor, of.verb(of.lines(urgent)[0]), "seen")
    reopen(house, doctor, of.verb(of.lines(urgent)[0]))
    (after,) = of.lines(urgent)
    assert (after.status, after.outcome, after.settled_at) == ("accepted", "", None)
    assert of.urgency(urgent)[0] == "u"


def test_a_referral_that_is_not_needed_is_dropped_with_a_reason_and_counts_no_more(house, doctor, urgent, of):
    with pytest.raises(CaravanError, match=r"referral\.reason"):
        drop(house, doctor, of.verb(of.lines(urgent)[0]), " ")
    drop(house, doctor, of.verb(of.lines(urgent)[0]), "treated_here")
    assert of.lines(urgent)[0].status == "cancelled"
    assert of.urgency(urgent)[0] == "n"
    assert load_dataset(house, Filters()).referrals == ()


def test_what_another_person_changed_meanwhile_is_not_overwritten(house, doctor, urgent, of):
    seen_by_both = of.verb(of.lines(urgent)[0])
    decide(house, doctor, of.verb(of.lines(urgent)[0]), Wanted("e", "hospital_emergency", "examined"))
    with pytest.raises(ConflictError, match=r"referral\.changed"):
        settle(house, doctor, seen_by_both, "seen")


def test_the_same_tap_twice_is_done_once(house, doctor, urgent, rows, of):
    tap = of.verb(of.lines(urgent)[0])
    settle(house, doctor, tap, "seen")
    settle(house, doctor, tap, "seen")
    assert len(rows(Revision, entity_id=tap.referral_id)) == 2


def test_only_a_doctor_decides_and_only_doctor_or_coordinator_settle(house, staff, urgent, register, of):
    (line,) = of.lines(urgent)
    for role in ("volunteer", "coordinator"):
        with pytest.raises(NotAllowedError):
            decide(house, staff[role], of.verb(line), Wanted(line.urgency, line.destination))
        with pytest.raises(NotAllowedError):
            drop(house, staff[role], of.verb(line), "examined")
        with pytest.raises(NotAllowedError):
            refer(house, staff[role], urgent, new_id(), Wanted("p", "cardiology", "examined"))
    with pytest.raises(NotAllowedError):
        settle(house, staff["volunteer"], of.verb(line), "seen")
    with pytest.raises(NotAllowedError):
        reopen(house, staff["volunteer"], of.verb(line))


@pytest.mark.parametrize(
    ("wanted", "refusal"),
    [
        (Wanted("x", "cardiology", "examined"), "referral.urgency"),
        (Wanted("p", "moon", "examined"), "referral.place"),
        (Wanted("p", "cardiology", ""), "referral.reason"),
    ],
)
def test_a_referral_by_hand_says_how_urgent_where_to_and_why(house, doctor, register, wanted, refusal):
    with pytest.raises(CaravanError, match=refusal.replace(".", r"\.")):
        refer(house, doctor, register(), new_id(), wanted)


def test_a_doctor_adds_a_referral_where_the_rules_propose_none(house, doctor, register, screen, of):
    patient_id = register()
    screen(patient_id, "vitals", **USUAL)
    assert of.lines(patient_id) == []
    operation = new_id()
    refer(house, doctor, patient_id, operation, Wanted("u", "cardiology", "symptoms"))
    refer(house, doctor, patient_id, operation, Wanted("u", "cardiology", "symptoms"))
    (line,) = of.lines(patient_id)
    assert (line.origin, line.status, line.note, line.made_by) == ("doctor", "accepted", "symptoms", "Dr Benali")
    assert of.urgency(patient_id) == ("u", "u", "u", "u")


def test_a_volunteer_who_sees_a_danger_sign_makes_the_person_first_everywhere(house, staff, register, of):
    others, patient_id = [register(phone="0611111111")], register(phone="0622222222")
    raise_alert(house, staff["volunteer"], patient_id, new_id(), "chest_pain")
    (line,) = of.lines(patient_id)
    assert (line.origin, line.urgency, line.note, line.made_by) == ("alert", "e", "chest_pain", "Khadija")
    assert of.urgency(patient_id) == ("e", "e", "e", "e")
    assert station_queue(house, "eye").next[0].patient_id == patient_id
    assert get_patient(house, others[0]).urgency == "n"


def test_the_same_danger_sign_is_noted_once_and_an_unknown_one_never(house, staff, register, of):
    patient_id = register()
    for _ in range(2):
        raise_alert(house, staff["volunteer"], patient_id, new_id(), "convulsion")
    with pytest.raises(CaravanError, match=r"alert\.sign"):
        raise_alert(house, staff["volunteer"], patient_id, new_id(), "none")
    assert len(of.lines(patient_id)) == 1


def test_a_referral_without_a_screening_is_counted_by_the_report(house, staff, register):
    raise_alert(house, staff["volunteer"], register(), new_id(), "chest_pain")
    (row,) = load_dataset(house, Filters()).referrals
    assert (row.form_id, row.urgency, row.destination) == ("registration", "e", "hospital_emergency")


def test_an_alert_goes_with_the_visit_that_is_cancelled(house, staff, register, rows):
    patient_id = register()
    raise_alert(house, staff["volunteer"], patient_id, new_id(), "chest_pain")
    cancel_visit(house, staff["coordinator"], get_patient(house, patient_id).today.id, "by_mistake")
    assert [row["void_reason"] for row in rows(Referral)] == ["by_mistake"]


def correct(house, doctor, screening_id, answers):
    opened = open_screening(house, doctor, screening_id)
    confirmed = tuple(opened.form.questions)
    sent = Correction(Filled(answers, new_id(), confirmed=confirmed), "typing_error", opened.mark)
    return correct_screening(house, doctor, screening_id, sent)


def test_a_correction_keeps_what_was_settled(house, doctor, urgent, of):
    (line,) = of.lines(urgent)
    settle(house, doctor, of.verb(line), "seen")
    done = correct(house, doctor, line.screening_id, {**CRISIS, "pulse_bpm": "80"})
    assert done.kept == ()
    assert [each.status for each in of.lines(urgent)] == ["attended"]


def test_a_correction_that_finds_something_graver_proposes_again(house, doctor, register, screen, of):
    patient_id = register()
    saved = screen(patient_id, "vitals", systolic_1_mmhg="150", diastolic_1_mmhg="95")
    settle(house, doctor, of.verb(of.lines(patient_id)[0]), "seen")
    correct(house, doctor, saved.screening_id, CRISIS)
    assert sorted(each.status for each in of.lines(patient_id)) == ["attended", "proposed"]
    assert get_patient(house, patient_id).urgency == "u"


def test_a_cancelled_screening_takes_its_referral_along(house, doctor, urgent, of):
    (line,) = of.lines(urgent)
    void_screening(house, doctor, line.screening_id, "wrong_person")
    assert of.lines(urgent) == []
    assert get_patient(house, urgent).urgency == "n"


def test_the_list_of_the_day_has_the_gravest_first(house, staff, register, screen, clock):
    first, second = register(phone="0611111111"), register(phone="0622222222")
    screen(first, "vitals", **CRISIS)
    clock.at += timedelta(minutes=5)
    raise_alert(house, staff["volunteer"], second, new_id(), "unconscious")
    found = list_day(house)
    assert [each.line.patient_id for each in found] == [second, first]
    assert [each.number for each in found] == [2, 1]


def test_yesterday_s_referral_makes_nobody_urgent_today(house, on_day, staff, urgent, clock):
    tomorrow = on_day(clock.at + timedelta(days=1))
    assert get_patient(tomorrow, urgent).urgency == "n"
    assert list_day(tomorrow) == []
