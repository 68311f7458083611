"""Card codes: nine random characters and one check character, printed XXXXX-XXXXX under the QR."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass

from caravan.domain.errors import CaravanError

ALPHABET = "123456789ABCDEFGHJKMNPQRSTVWXYZ"  # 31 symbols, a prime; 0 I L O U are left out as too easily misread
BODY_LENGTH = 9
CODE_LENGTH = BODY_LENGTH + 1

# Distinct and non-zero modulo 31, and none equal to the weight of the check character itself (-1, that is 30):
# so each wrong character and each swap of two characters, wherever they stand, changes the sum.
WEIGHTS = (2, 3, 4, 5, 6, 7, 8, 9, 10)

_VALUES = {character: value for value, character in enumerate(ALPHABET)}
_DASHES_SPACES_AND_MARKS = re.compile("[\\s\\-\u2010-\u2015\u2212\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_BODY = re.compile(f"[{ALPHABET}]{{{BODY_LENGTH}}}")
_CODE = re.compile(f"[{ALPHABET}]{{{CODE_LENGTH}}}")
_FORM_ID = re.compile(r"[a-z][a-z0-9_]{0,63}")


@dataclass(frozen=True, slots=True)
class CardScan:
    """What a scan or a typed code says: the card, and the form when it stood on a paper form ("CODE/form")."""

    code: str
    form_id: str | None = None


def new_code() -> str:
    """Return a new random code of ten characters, its check character last."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(BODY_LENGTH))
    return body + check_character(body)


def check_character(body: str) -> str:
    """Return the check character of nine code characters; anything else is a ValueError."""
    if not _BODY.fullmatch(body):
        raise ValueError("a code body is nine characters of the card alphabet")
    total = sum(weight * _VALUES[character] for weight, character in zip(WEIGHTS, body, strict=True))
    return ALPHABET[total % len(ALPHABET)]


def read_code(text: str) -> CardScan:
    """Read a code as scanned or typed: any case, with or without dash or spaces, alone or as "CODE/form".

    Raises CaravanError "card.empty", "card.malformed" (typed) or "card.check_wrong" (typed).
    """
    typed = text.strip()
    cleaned = _DASHES_SPACES_AND_MARKS.sub("", typed)
    if not cleaned:
        raise CaravanError("card.empty")
    code, slash, form_id = _split_form(typed)
    if not _CODE.fullmatch(code) or (slash and not _FORM_ID.fullmatch(form_id)):
        raise CaravanError("card.malformed", typed=typed)
    if check_character(code[:BODY_LENGTH]) != code[BODY_LENGTH]:
        raise CaravanError("card.check_wrong", typed=typed)
    return CardScan(code, form_id or None)


def printed(code: str) -> str:
    """Return the code as it stands under the QR: XXXXX-XXXXX."""
    half = CODE_LENGTH // 2
    return f"{code[:half]}-{code[half:]}"


def _split_form(typed: str) -> tuple[str, str, str]:
    """Return the code in capitals, the slash if there is one, and the form id in small letters."""
    code, slash, form_id = typed.partition("/")
    return _DASHES_SPACES_AND_MARKS.sub("", _plain(code)).upper(), slash, _plain(form_id).strip().lower()


def _plain(text: str) -> str:
    """Put "?" for letters that only become plain ones when their case changes ("ß".upper() is "SS")."""
    return re.sub(r"[^\W\d_a-zA-Z]", "?", text)
