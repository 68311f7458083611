"""Batches of printed cards with their codes; how many people are expected; what a house keeps and may forget.

Revision 0004, after 0003.
"""

import sqlalchemy as sa
from alembic import op

from caravan.storage.columns import Document, Instant

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("caravan", sa.Column("people_per_day", sa.Integer(), nullable=True))
    op.create_table(
        "setting",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("value", Document, nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_setting")),
    )
    op.create_table(
        "card_batch",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("voided_at", Instant(), nullable=True),
        sa.Column("void_reason", sa.String(), nullable=True),
        sa.Column("caravan_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("first_number", sa.Integer(), nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.Column("codes", sa.String(), nullable=False),
        sa.Column("layout", sa.String(), nullable=False),
        sa.Column("design", Document, nullable=False),
        sa.Column("printed_at", Instant(), nullable=False),
        sa.Column("printed_by", sa.Uuid(), nullable=True),
        sa.Column("times_printed", sa.Integer(), nullable=False),
        sa.Column("reprinted_at", Instant(), nullable=True),
        sa.Column("reprinted_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("first_number <= last_number", name=op.f("ck_card_batch_numbers")),
        sa.ForeignKeyConstraint(["caravan_id"], ["caravan.id"], name=op.f("fk_card_batch_caravan_id_caravan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card_batch")),
    )
    op.create_index(op.f("ix_card_batch_caravan_id"), "card_batch", ["caravan_id"], unique=False)
    op.create_table(
        "printed_code",
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["card_batch.id"], name=op.f("fk_printed_code_batch_id_card_batch")),
        sa.PrimaryKeyConstraint("batch_id", "number", name=op.f("pk_printed_code")),
    )
    op.create_index(op.f("ix_printed_code_code"), "printed_code", ["code"], unique=False)
