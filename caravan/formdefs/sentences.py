"""What Caravan says when it refuses an answer and the form has no message of its own: what is wrong and what to do."""

from __future__ import annotations

from collections.abc import Mapping

from caravan.formdefs.model import Labels

SENTENCES: Mapping[str, Labels] = {
    "answer.required": {
        "ar": "هذا السؤال إلزامي، المرجو الإجابة عنه قبل التسجيل.",
        "fr": "Cette réponse est obligatoire\u00a0: veuillez la saisir avant d’enregistrer.",
        "en": "This answer is required: please give it before saving.",
    },
    "answer.not_a_number": {
        "ar": "هذه القيمة ليست عددا، المرجو كتابتها بالأرقام فقط، مثل 12.",
        "fr": "Cette valeur n’est pas un nombre\u00a0: veuillez la saisir en chiffres, par exemple 12.",
        "en": "This is not a number: please type it in figures only, for example 12.",
    },
    "answer.not_whole": {
        "ar": "المطلوب عدد صحيح، المرجو كتابة القيمة دون فاصلة، مثل 12.",
        "fr": "Un nombre entier est attendu\u00a0: veuillez saisir la valeur sans décimale, par exemple 12.",
        "en": "A whole number is expected: please type the value without decimals, for example 12.",
    },
    "answer.too_many_digits": {
        "ar": "هذا العدد طويل جدا، المرجو التحقق منه وكتابته من جديد.",
        "fr": "Ce nombre comporte trop de chiffres\u00a0: veuillez le vérifier et le saisir à nouveau.",
        "en": "This number has too many digits: please check it and type it again.",
    },
    "answer.not_a_date": {
        "ar": "هذا التاريخ غير صحيح، المرجو كتابته على الشكل يوم/شهر/سنة، مثل 21/11/2026.",
        "fr": "Date non valable\u00a0: veuillez la saisir sous la forme jour/mois/année, par exemple 21/11/2026.",
        "en": "This date is not valid: please type it as day/month/year, for example 21/11/2026.",
    },
    "answer.unknown_choice": {
        "ar": "هذا الجواب غير وارد في اللائحة المقترحة، المرجو الاختيار منها.",
        "fr": "Cette réponse ne figure pas dans la liste proposée\u00a0: veuillez choisir dans la liste.",
        "en": "This answer is not in the list offered: please choose from the list.",
    },
    "answer.too_long": {
        "ar": "هذا النص طويل جدا، المرجو اختصاره إلى 2000 حرف على الأكثر.",
        "fr": "Ce texte est trop long\u00a0: veuillez le ramener à 2000 caractères au plus.",
        "en": "This text is too long: please shorten it to 2000 characters at most.",
    },
    "answer.constraint": {
        "ar": "هذا الجواب غير مقبول، المرجو التحقق منه وتصحيحه.",
        "fr": "Cette réponse n’est pas acceptée\u00a0: veuillez la vérifier et la corriger.",
        "en": "This answer is not accepted: please check it and correct it.",
    },
    "answer.to_confirm": {
        "ar": "هذه القيمة غير معتادة، المرجو تصحيحها أو تأكيدها.",
        "fr": "Cette valeur est inhabituelle\u00a0: veuillez la corriger ou la confirmer.",
        "en": "This value is unusual: please correct it or confirm it.",
    },
}
