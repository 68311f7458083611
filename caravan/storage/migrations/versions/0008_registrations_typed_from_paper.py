"""Where a registration was written first, when it was recorded here and by whom: as of a screening.

Revision 0008, after 0007. Of earlier registrations nobody knows: they stay without.
"""

import sqlalchemy as sa
from alembic import op

from caravan.storage.columns import Instant

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("patient", sa.Column("source", sa.String(), nullable=True))
    op.add_column("patient", sa.Column("recorded_at", Instant(), nullable=True))
    op.add_column("patient", sa.Column("recorded_by", sa.Uuid(), nullable=True))
