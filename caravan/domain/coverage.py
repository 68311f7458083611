"""Health-coverage schemes: their codes, labels, and the family each is counted in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from caravan.domain.errors import CaravanError
from caravan.domain.reference_lists import read_rows

FAMILIES = ("public", "private_sector", "solidarity", "self_employed", "other", "none", "unknown")


@dataclass(frozen=True, slots=True)
class Scheme:
    """One scheme a person may say they have; ``code`` in small letters, ``labels`` by language (ar, fr, en)."""

    code: str
    kind: str
    family: str
    labels: Mapping[str, str]


def _read_scheme(row: Mapping[str, str]) -> Scheme:
    labels = MappingProxyType({language: row[f"label_{language}"] for language in ("ar", "fr", "en")})
    return Scheme(code=row["code"].lower(), kind=row["kind"], family=row["family"], labels=labels)


SCHEMES: Mapping[str, Scheme] = MappingProxyType(
    {scheme.code: scheme for scheme in map(_read_scheme, read_rows("coverage_schemes.csv"))}
)


def family(code: str) -> str:
    """Return the family a scheme is counted in, one of FAMILIES; a blank code is "unknown".

    Raises CaravanError "coverage.no_such_scheme" (scheme) for a code that is not in the list.
    """
    if not code:
        return "unknown"
    if code not in SCHEMES:
        raise CaravanError("coverage.no_such_scheme", scheme=code)
    return SCHEMES[code].family
