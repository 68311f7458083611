"""Papers that were typed a second time, and what differed.

Revision 0007, after 0005.
"""

import sqlalchemy as sa
from alembic import op

from caravan.storage.columns import Document, Instant

revision = "0007"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "second_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("voided_at", Instant(), nullable=True),
        sa.Column("void_reason", sa.String(), nullable=True),
        sa.Column("caravan_id", sa.Uuid(), nullable=False),
        sa.Column("screening_id", sa.Uuid(), nullable=False),
        sa.Column("form_id", sa.String(), nullable=False),
        sa.Column("form_version", sa.String(), nullable=False),
        sa.Column("first", Document, nullable=False),
        sa.Column("second", Document, nullable=False),
        sa.Column("differing", Document, nullable=False),
        sa.Column("typed_at", Instant(), nullable=False),
        sa.Column("typed_by", sa.Uuid(), nullable=False),
        sa.Column("settled_at", Instant(), nullable=True),
        sa.Column("settled_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["caravan_id"], ["caravan.id"], name=op.f("fk_second_entry_caravan_id_caravan")),
        sa.ForeignKeyConstraint(
            ["screening_id"], ["screening.id"], name=op.f("fk_second_entry_screening_id_screening")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_second_entry")),
    )
    op.create_index(op.f("ix_second_entry_caravan_id"), "second_entry", ["caravan_id"], unique=False)
    op.create_index(op.f("ix_second_entry_screening_id"), "second_entry", ["screening_id"], unique=False)
