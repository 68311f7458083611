"""${message}

Revision ${up_revision}, after ${down_revision}.
"""

import sqlalchemy as sa
from alembic import op

from caravan.storage.columns import Document, Instant
${imports if imports else ""}

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None


def upgrade() -> None:
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    """None: a copy of the database is made before every upgrade, and that copy is the way back."""
