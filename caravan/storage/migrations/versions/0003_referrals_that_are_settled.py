"""Referrals made by hand, and what became of each: origin, note, outcome, when and by whom it was settled.

Revision 0003, after 0002.
"""

import sqlalchemy as sa
from alembic import op

from caravan.storage.columns import Instant

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

CHECKS = {
    "status": "status in ('proposed', 'accepted', 'changed', 'attended', 'closed', 'cancelled')",
    "origin": "origin in ('rules', 'doctor', 'alert')",
    "outcome": "outcome in ('arrived', 'seen', 'transferred', 'refused', 'not_reached')",
}
ADDED = (
    ("origin", sa.String(), "rules"),
    ("note", sa.String(), None),
    ("made_at", Instant(), None),
    ("made_by", sa.Uuid(), None),
    ("outcome", sa.String(), None),
    ("settled_at", Instant(), None),
    ("settled_by", sa.Uuid(), None),
)


def upgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"  # it cannot change a CHECK: the table is made anew, without it
    with op.batch_alter_table("referral", recreate="always" if is_sqlite else "auto") as referral:
        for name, kind, default in ADDED:
            referral.add_column(sa.Column(name, kind, nullable=default is None, server_default=default))
        referral.alter_column("screening_id", existing_type=sa.Uuid(), nullable=True)
        if not is_sqlite:
            referral.drop_constraint(op.f("ck_referral_status"), type_="check")
        else:
            referral.create_check_constraint(op.f("ck_referral_urgency"), "urgency in ('e', 'u', 'p', 'r', 'n')")
        for name, rule in CHECKS.items():
            referral.create_check_constraint(op.f(f"ck_referral_{name}"), rule)
    op.create_index(op.f("ix_referral_visit_id"), "referral", ["visit_id"])
