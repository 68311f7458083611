"""Queues that call, move and count their calls; stations and sites that close; caravans put away.

Revision 0002, after 0001.
"""

import sqlalchemy as sa
from alembic import op

from caravan.storage.columns import Document, Instant

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

STATUS = "status in ('waiting', 'called', 'absent', 'left', 'moved', 'done')"
ADDED = (
    ("called_at", Instant(), None),
    ("called_by", sa.Uuid(), None),
    ("times_called", sa.Integer(), "0"),
)


def upgrade() -> None:
    op.add_column("caravan", sa.Column("archived_at", Instant(), nullable=True))
    op.add_column("caravan", sa.Column("closed_stations", Document, nullable=False, server_default="[]"))
    op.add_column("site", sa.Column("closed_at", Instant(), nullable=True))
    is_sqlite = op.get_bind().dialect.name == "sqlite"  # it cannot change a CHECK: the table is made anew, without it
    with op.batch_alter_table("queue_entry", recreate="always" if is_sqlite else "auto") as queue:
        for name, kind, default in ADDED:
            queue.add_column(sa.Column(name, kind, nullable=default is None, server_default=default))
        if not is_sqlite:
            queue.drop_constraint(op.f("ck_queue_entry_status"), type_="check")
        queue.create_check_constraint(op.f("ck_queue_entry_status"), STATUS)
