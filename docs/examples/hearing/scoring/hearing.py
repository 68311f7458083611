"""The hearing station: whispered voice and otoscopy (an example; its urgencies are the project's own, mark L)."""

from caravan.scoring.findings import Answers, Finding, Person, Rule
from caravan.scoring.reading import word

FORM_ID = "hearing"
WHISPER = Rule("site.hearing", "1", "Whispered voice test at 60 cm; urgencies by the site", "L")
OTOSCOPY = Rule("site.ear", "1", "Otoscopy; urgencies by the site", "L")
SIGNS = {"discharge": "p", "perforation": "r", "wax": "r"}  # the gravest first


def findings(answers: Answers, person: Person) -> list[Finding]:
    whispers = [word(answers, name) for name in ("whisper_r", "whisper_l")]
    signs = [sign for sign in SIGNS if sign in (word(answers, "ear_r"), word(answers, "ear_l"))]
    found = [OTOSCOPY.finds("ear_sign", sign, SIGNS[sign], "ent") for sign in signs[:1]]
    deaf = whispers.count("not_heard")
    if deaf:
        found.append(WHISPER.finds("hearing", "both_ears" if deaf == len(whispers) else "one_ear", "r", "ent"))
    elif whispers == ["heard", "heard"]:
        found.append(WHISPER.finds("hearing", "normal"))
    return found
