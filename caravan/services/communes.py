"""The communes that a site's reception needs most: those of its people so far, then those of the site's province."""

from __future__ import annotations

from collections.abc import Sequence

from caravan.domain.geography import COMMUNES, Commune
from caravan.domain.names import ar_norm, la_norm
from caravan.services.house import House
from caravan.storage import caravans, patients
from caravan.storage.tables import Site

USUAL = 6
RECENT = 300  # of the newest people: a site's usual communes follow the day
OTHER = "other"


def usual_communes(house: House) -> tuple[str, ...]:
    """Return the codes of at most six communes to offer first at the open site; none when no site is open."""
    with house.database.read() as session:
        caravan = caravans.find_caravan(session)
        site = session.get(Site, caravan.open_site_id) if caravan and caravan.open_site_id else None
        if site is None:
            return ()
        seen = patients.list_usual_communes(session, site.id, among=RECENT, limit=USUAL)
    return tuple(dict.fromkeys([*(code for code in seen if code != OTHER), *_near(site, seen)]))[:USUAL]


def _near(site: Site, seen: Sequence[str]) -> list[str]:
    """Return the site's own commune, then the others of its province, the towns first."""
    most = next((COMMUNES[code] for code in seen if code in COMMUNES), None)
    home = COMMUNES.get(site.commune or "") or _named(site) or most
    if home is None:
        return []
    province = [one for one in COMMUNES.values() if one.province_code == home.province_code and one.code != home.code]
    return [home.code, *(one.code for one in sorted(province, key=lambda one: (one.milieu != "urban", one.code)))]


def _named(site: Site) -> Commune | None:
    """Return the commune that has the name of the site."""
    names = {la_norm(site.name), ar_norm(site.name), ar_norm(site.name_ar or "")} - {""}
    same = (one for one in COMMUNES.values() if {la_norm(one.names["fr"]), ar_norm(one.names["ar"])} & names)
    return next(same, None)
