"""The slip and the letters as pages: who may open them, what they say, and what they never say."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlmodel import select

from caravan.domain.codes import printed
from caravan.domain.ids import new_id
from caravan.services.outcomes import Filled
from caravan.services.patients import FindingLine
from caravan.services.referring import raise_alert
from caravan.services.results import ReferralLine, get_results
from caravan.services.screening import Saved, record_screening
from caravan.storage.tables import Referral
from caravan.web.letters import compose_letters
from caravan.web.slips import compose_slip
from caravan.web.speech import speaking
from caravan.web.told import told_findings, told_signs
from tests.browser.papers import GRAVE, ONE, WELL


@pytest.fixture
def seen(house, staff, register):
    """Someone seen at the stations of these answers; returns the patient's id."""

    def do(forms, **who):
        patient_id = register(**who)
        for form_id, answers in forms.items():
            confirmed = [name for name, question in house.forms[form_id].questions.items() if question.soft_constraint]
            saved = record_screening(
                house,
                staff["doctor"],
                patient_id=patient_id,
                form_id=form_id,
                filled=Filled(answers, new_id(), confirmed),
            )
            assert isinstance(saved, Saved), saved.outcome.errors
        return patient_id

    return do


def said(page, tag="main"):
    return page.words(tag)


def cancel_all(house):
    def write(unit):
        for found in unit.session.exec(select(Referral)).all():
            unit.ledger.change("referral", found.id, status="cancelled")

    house.database.write(write, at=house.now())


def test_the_slip_tells_where_to_go_until_when_and_what_was_found(sign_in, seen, card_of):
    patient_id = seen(ONE)
    code = card_of(patient_id)
    text = said(sign_in("volunteer").get(f"/print/slip/{patient_id}"))
    assert "Médecin du cœur" in text
    assert "طبيب القلب" in text
    assert "Avant le samedi 5 décembre" in text
    assert "قبل السبت 5 دجنبر" in text
    assert "Tension élevée (164/102 mmHg). À confirmer." in text
    assert "ضغط دمكم مرتفع (164/102 mmHg). للتأكيد." in text
    assert ("Fatimetou Laaroussi" in text, "فاطمتو العروسي" in text, printed(code) in text) == (True, True, True)


def test_who_is_well_is_told_so_and_what_was_examined(sign_in, seen):
    text = said(sign_in("volunteer").get(f"/print/slip/{seen(WELL)}"))
    assert "Rien d’inquiétant n’a été vu." in text
    assert "Ophtalmologie, Soins dentaires, Maladies chroniques" in text
    assert "Où aller" not in text
    assert "Le reste" not in text


def test_who_was_not_seen_is_never_told_to_be_well(sign_in, register):
    text = said(sign_in("volunteer").get(f"/print/slip/{register()}"))
    assert "Aucun examen n’est encore noté." in text
    assert "inquiétant" not in text


def test_who_must_go_to_the_hospital_now_is_not_sent_to_the_stations(house, staff, sign_in, register):
    patient_id = register()
    assert "Passez aux postes d’examen" in said(sign_in("doctor").get(f"/print/slip/{patient_id}"))
    raise_alert(house, staff["volunteer"], patient_id, new_id(), "chest_pain")
    text = said(sign_in("doctor").get(f"/print/slip/{patient_id}"))
    assert "Urgences de l’hôpital" in text
    assert "Passez aux postes d’examen" not in text
    letter = sign_in("doctor").get(f"/print/letter/{patient_id}").root
    found = letter.find(".//section[@class='findings']")
    assert "".join(found.itertext()).split()[-3:] == ["Rien", "de", "noté."]


def test_a_slip_has_no_heading_without_a_line_under_it(app, house, seen, monkeypatch):
    results = get_results(house, seen(WELL))
    by_hand = replace(results, referrals=(ReferralLine(None, "cardiology", "p", (), "Souffle au cœur"),))
    monkeypatch.setattr("caravan.web.slips.get_results", lambda *_: by_hand)
    with app.test_request_context():
        slip = compose_slip(house, results.who.patient_id)
    assert slip.steps
    assert [each.picture for each in slip.more if "Examens" in each.texts["fr"]] == ["paper"]
    assert "inquiétant" not in " ".join(str(each.texts["fr"]) for each in slip.more)


def test_a_cancelled_referral_leaves_the_finding_and_takes_the_way(house, sign_in, seen):
    patient_id = seen(ONE)
    cancel_all(house)
    browser = sign_in("doctor")
    text = said(browser.get(f"/print/slip/{patient_id}"))
    assert "Tension élevée" in text
    assert "Où aller" not in text
    assert "Rien d’inquiétant n’a été vu." not in text  # something was: only the rest is well
    assert "Le reste de l’examen" in text
    assert "there is no letter to print" in said(browser.get(f"/print/letter/{patient_id}"))


def test_a_slip_of_four_stations_tells_the_gravest_and_names_the_rest(sign_in, seen):
    text = said(sign_in("doctor").get(f"/print/slip/{seen(GRAVE)}"))
    assert "Tension très élevée (191/113 mmHg)" in text
    assert "À suivre aussi" in text
    assert "rien d’inquiétant" not in text
    assert "Liste d’opération\u00a0: cataracte. Appel au 0661234567." in text.replace(" :", "\u00a0:")


def test_the_second_language_can_be_english_and_nothing_else(sign_in, seen):
    browser, patient_id = sign_in("doctor"), seen(ONE)
    assert "Heart doctor" in said(browser.get(f"/print/slip/{patient_id}?second=en"))
    assert "Médecin du cœur" in said(browser.get(f"/print/slip/{patient_id}?second=xx"))


def test_the_letter_tells_the_receiving_doctor_what_is_needed(sign_in, seen, card_of):
    patient_id = seen({"chronic": GRAVE["chronic"]}, phone="0661234567")
    code = card_of(patient_id)
    page = sign_in("doctor", "ar").get(f"/print/letter/{patient_id}")
    text = said(page).replace("\u00a0", " ")
    for words in (
        "À l’attention de : Cardiologie",
        "Au plus tard : 23/11/2026",
        "Tension très élevée (à contrôler tout de suite) (191/113 mmHg)",
        "Glycémie très élevée (voir le médecin aujourd’hui) (2,85 g/L)",
        "Hypertension connue",
        "Diagnostic du médecin : HTA sévère connue",
        "Créatinine : 24 mg/L",
        "Traitement remis : Amlodipine 5 mg, metformine 850 mg",
        "Examiné(e) par : Dr Benali",
        "Compte rendu du médecin qui reçoit",
        "Naissance : 1959",
        printed(code),
    ):
        assert words in text, words


def test_one_letter_for_each_destination(sign_in, seen):
    page = sign_in("doctor").get(f"/print/letter/{seen(GRAVE)}")
    sheets = list(page.root.iter("article"))
    titles = {
        "".join(sheet.itertext()).split("À l’attention de")[1].split("طب")[0].split("Urgent")[0][:40]
        for sheet in sheets
    }
    assert len(sheets) == len(titles) == 4


@pytest.mark.parametrize(
    ("role", "address", "status"),
    [
        ("volunteer", "/print/slip/{}", 200),
        ("doctor", "/print/slip/{}", 200),
        ("coordinator", "/print/letter/{}", 200),
        ("volunteer", "/print/letter/{}", 403),
        ("doctor", "/print/slips", 403),
        ("volunteer", "/print/letters", 403),
        ("coordinator", "/print/slips", 200),
    ],
)
def test_who_may_print_what(sign_in, seen, role, address, status):
    assert sign_in(role).get(address.format(seen(ONE))).status == status


def test_the_stack_holds_everyone_referred_today_and_nobody_else(sign_in, seen):
    seen(ONE)
    seen(WELL, given_name_fr="Salka", given_name_ar="السالكة", phone="")
    browser = sign_in("coordinator")
    for kind in ("slips", "letters"):
        page = browser.get(f"/print/{kind}")
        assert len(list(page.root.iter("article"))) == 1
        assert "Salka" not in said(page)


def test_an_empty_stack_says_so(sign_in):
    browser = sign_in("coordinator")
    assert "Nobody was referred today" in said(browser.get("/print/slips"))
    assert "there is no letter to print" in said(browser.get("/print/letters"))


def test_back_leads_where_one_came_from_and_never_outside(sign_in, seen):
    browser, patient_id = sign_in("doctor"), seen(ONE)
    links = lambda page: [e.get("href") for e in page.root.iter("a")]  # noqa: E731
    assert f"/patients/{patient_id}" in links(browser.get(f"/print/slip/{patient_id}"))
    assert "/station/eye" in links(browser.get(f"/print/slip/{patient_id}?back=/station/eye"))
    assert "https://elsewhere.example/" not in links(
        browser.get(f"/print/slip/{patient_id}?back=https://elsewhere.example/")
    )


def test_the_saved_page_and_the_page_of_the_person_lead_to_the_papers(sign_in, seen):
    patient_id = seen(ONE)
    for role, letters in (("doctor", 1), ("volunteer", 0)):
        links = [e.get("href", "") for e in sign_in(role).get(f"/patients/{patient_id}").root.iter("a")]
        assert sum(link.startswith("/print/slip/") for link in links) == 1
        assert sum(link.startswith("/print/letter/") for link in links) == letters


def test_an_urgent_finding_of_a_form_of_ones_own_is_told_by_its_labels(app, house, seen):
    screening = get_results(house, seen(ONE)).screenings[0]
    found = FindingLine("hearing_loss", "<severe {n}>", "p")
    own = replace(screening, findings=(found,))
    with app.test_request_context():
        told = told_findings(house, [own])
    assert [str(each.line.texts["en"]) for each in told] == ["hearing_loss: &lt;severe {n}&gt;"]


def test_a_danger_sign_that_was_noted_without_a_form_is_told_first(app):
    seen_by_someone = ReferralLine(None, "hospital_emergency", "e", ("danger_signs",), "chest_pain")
    by_a_doctor = ReferralLine(None, "cardiology", "p", (), "Souffle au cœur")
    with app.test_request_context():
        told = told_signs([seen_by_someone, by_a_doctor])
    assert [(str(each.line.texts["fr"]), each.urgency) for each in told] == [
        ("Douleur dans la poitrine\u00a0: danger.", "e")
    ]


def test_a_referral_made_by_hand_has_a_letter_with_its_reason(app, house, register, monkeypatch):
    patient_id = register()
    by_hand = (
        ReferralLine(None, "cardiology", "p", (), "Souffle au cœur"),
        ReferralLine(None, "hospital_emergency", "e", ("danger_signs",), "chest_pain"),
    )
    results = replace(get_results(house, patient_id), referrals=by_hand)
    monkeypatch.setattr("caravan.web.letters.get_results", lambda *_: results)
    with app.test_request_context(), speaking("fr"):
        letters = compose_letters(house, patient_id)
    assert [(letter.destination, str(letter.reasons[0].shown)) for letter in letters] == [
        ("cardiology", "<bdi>Souffle au cœur</bdi>"),
        ("hospital_emergency", "Douleur dans la poitrine\u00a0: danger."),
    ]


def test_no_place_is_left_out_however_many_there_are(app, house, register, monkeypatch):
    places = ("cardiology", "ophthalmology", "dentist", "nephrology", "optician", "obstetrics")
    results = replace(get_results(house, register()), referrals=tuple(ReferralLine(None, to, "r") for to in places))
    monkeypatch.setattr("caravan.web.slips.get_results", lambda *_: results)
    with app.test_request_context():
        steps = compose_slip(house, results.who.patient_id).steps
    told = " ".join(str(place.texts["en"]) for step in steps for place in step.places)
    assert all(word in told for word in ("Heart", "Eye", "Dentist", "Kidney", "Optician", "Pregnancy"))
