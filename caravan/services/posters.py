"""The join poster of a house: the Wi-Fi that it keeps when it is asked to."""

from __future__ import annotations

from caravan.printing.wifi import Wifi, read_wifi
from caravan.services.house import House
from caravan.services.operators import Operator
from caravan.services.permissions import need_coordinator
from caravan.storage.kept import find_setting, forget_setting, keep_setting

WIFI = "wifi"


def find_wifi(house: House) -> Wifi | None:
    """Return the network that was kept, None when nobody asked for that."""
    with house.database.read() as session:
        kept = find_setting(session, WIFI)
    return read_wifi(kept["name"], kept["password"], is_hidden=kept["is_hidden"]) if kept else None


def keep_wifi(house: House, operator: Operator, wifi: Wifi) -> None:
    """Keep a network with its password, in the database and in no history. Raises NotAllowedError."""
    need_coordinator(operator)
    value = {"name": wifi.name, "password": wifi.password, "is_hidden": wifi.is_hidden}
    house.database.write(lambda unit: keep_setting(unit.session, WIFI, value), at=house.now())


def forget_wifi(house: House, operator: Operator) -> None:
    """Forget the network that was kept. Raises NotAllowedError."""
    need_coordinator(operator)
    house.database.write(lambda unit: forget_setting(unit.session, WIFI), at=house.now())
