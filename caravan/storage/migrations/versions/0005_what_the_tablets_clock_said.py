"""What a tablet's clock said of an operation, kept beside the laptop's time.

Revision 0005, after 0004.
"""

import sqlalchemy as sa
from alembic import op

from caravan.storage.columns import Document

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("operation", sa.Column("clock", Document, nullable=False, server_default="{}"))
