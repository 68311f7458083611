"""The communes of the southern provinces: codes, names, province, region and milieu (HCP, RGPH 2024, CC BY 4.0)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from caravan.domain.reference_lists import read_rows


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune; codes are text. Names by language (ar, fr, en; English uses the French name)."""

    code: str
    names: Mapping[str, str]
    province_code: str
    province_names: Mapping[str, str]
    region_code: str
    milieu: str  # "urban" or "rural"


def _names(row: Mapping[str, str], place: str) -> Mapping[str, str]:
    french = row[f"{place}_fr"]
    return MappingProxyType({"ar": row[f"{place}_ar"], "fr": french, "en": french})


def _read_commune(row: Mapping[str, str]) -> Commune:
    return Commune(
        code=row["commune_code"],
        names=_names(row, "commune"),
        province_code=row["province_code"],
        province_names=_names(row, "province"),
        region_code=row["region_code"],
        milieu=row["milieu"],
    )


COMMUNES: Mapping[str, Commune] = MappingProxyType(
    {commune.code: commune for commune in map(_read_commune, read_rows("southern_communes.csv"))}
)
