"""Values that a house keeps under a name and may forget; they are no records, so no revision of them remains."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session

from caravan.storage.tables import Setting


def find_setting(session: Session, key: str) -> dict[str, Any] | None:
    """Return the value kept under a name."""
    kept = session.get(Setting, key)
    return dict(kept.value) if kept is not None else None


def keep_setting(session: Session, key: str, value: dict[str, Any]) -> None:
    """Keep a value under a name in the place of the one before."""
    session.merge(Setting(key=key, value=value))
    session.flush()


def forget_setting(session: Session, key: str) -> None:
    """Forget the value kept under a name."""
    kept = session.get(Setting, key)
    if kept is not None:
        session.delete(kept)
        session.flush()
