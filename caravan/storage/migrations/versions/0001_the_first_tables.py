"""The first tables.

Revision 0001, after None.
"""

import sqlalchemy as sa
from alembic import op

from caravan.storage.columns import Document, Instant

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=True),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=True),
        sa.Column("detail", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    op.create_index(op.f("ix_audit_at"), "audit", ["at"], unique=False)
    op.create_index(op.f("ix_audit_staff_id"), "audit", ["staff_id"], unique=False)

    op.create_table(
        "caravan",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("voided_at", Instant(), nullable=True),
        sa.Column("void_reason", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("stations", Document, nullable=False),
        sa.Column("open_site_id", sa.Uuid(), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("id_number_authorisation", sa.String(), nullable=True),
        sa.Column("closed_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_caravan")),
    )
    op.create_table(
        "device",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("voided_at", Instant(), nullable=True),
        sa.Column("void_reason", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device")),
    )
    op.create_table(
        "form_version",
        sa.Column("form_id", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("shape_hash", sa.String(), nullable=False),
        sa.Column("shape", Document, nullable=False),
        sa.Column("file", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("first_used_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("form_id", "version", name=op.f("pk_form_version")),
    )
    op.create_table(
        "operation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("body_hash", sa.String(), nullable=False),
        sa.Column("reply", Document, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_operation")),
    )
    op.create_table(
        "revision",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("device_id", sa.Uuid(), nullable=False),
        sa.Column("device_sequence", sa.Integer(), nullable=False),
        sa.Column("entity", sa.String(), nullable=False),
        sa.Column("entity_id", sa.Uuid(), nullable=False),
        sa.Column("parents", Document, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("patch", Document, nullable=False),
        sa.Column("previous_hash", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revision")),
        sa.UniqueConstraint("device_id", "device_sequence", name=op.f("uq_revision_device_id_device_sequence")),
    )
    op.create_index(op.f("ix_revision_entity_id"), "revision", ["entity_id"], unique=False)

    op.create_table(
        "site",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("voided_at", Instant(), nullable=True),
        sa.Column("void_reason", sa.String(), nullable=True),
        sa.Column("caravan_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_ar", sa.String(), nullable=True),
        sa.Column("commune", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["caravan_id"], ["caravan.id"], name=op.f("fk_site_caravan_id_caravan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site")),
    )
    op.create_index(op.f("ix_site_caravan_id"), "site", ["caravan_id"], unique=False)

    op.create_table(
        "staff",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("voided_at", Instant(), nullable=True),
        sa.Column("void_reason", sa.String(), nullable=True),
        sa.Column("caravan_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("pin_hash", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.CheckConstraint("role in ('volunteer', 'doctor', 'coordinator')", name=op.f("ck_staff_role")),
        sa.ForeignKeyConstraint(["caravan_id"], ["caravan.id"], name=op.f("fk_staff_caravan_id_caravan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
    )
    op.create_index(op.f("ix_staff_caravan_id"), "staff", ["caravan_id"], unique=False)

    op.create_table(
        "patient",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("voided_at", Instant(), nullable=True),
        sa.Column("void_reason", sa.String(), nullable=True),
        sa.Column("caravan_id", sa.Uuid(), nullable=False),
        sa.Column("is_anonymous", sa.Boolean(), nullable=False),
        sa.Column("source_ref", sa.String(), nullable=True),
        sa.Column("given_name_fr", sa.String(), nullable=True),
        sa.Column("family_name_fr", sa.String(), nullable=True),
        sa.Column("given_name_ar", sa.String(), nullable=True),
        sa.Column("family_name_ar", sa.String(), nullable=True),
        sa.Column("folded_names", sa.String(), nullable=False),
        sa.Column("sex", sa.String(), nullable=False),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column("birth_year", sa.Integer(), nullable=True),
        sa.Column("birth_precision", sa.String(), nullable=False),
        sa.Column("age_years", sa.Integer(), nullable=True),
        sa.Column("age_on", sa.Date(), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("phone_as_written", sa.String(), nullable=True),
        sa.Column("id_type", sa.String(), nullable=True),
        sa.Column("id_number", sa.String(), nullable=True),
        sa.Column("commune", sa.String(), nullable=True),
        sa.Column("locality", sa.String(), nullable=True),
        sa.Column("coverage_scheme", sa.String(), nullable=True),
        sa.Column("coverage_body_said", sa.String(), nullable=True),
        sa.Column("coverage_mutual", sa.String(), nullable=True),
        sa.Column("coverage_role", sa.String(), nullable=True),
        sa.Column("insurance_number", sa.String(), nullable=True),
        sa.Column("rnp_registered", sa.String(), nullable=True),
        sa.Column("rsu_registered", sa.String(), nullable=True),
        sa.Column("idcs", sa.String(), nullable=True),
        sa.Column("pregnant", sa.String(), nullable=True),
        sa.Column("special_needs", sa.String(), nullable=True),
        sa.Column("guardian_name", sa.String(), nullable=True),
        sa.Column("consent_care", sa.String(), nullable=True),
        sa.Column("consent_data", sa.String(), nullable=True),
        sa.Column("consent_method", sa.String(), nullable=True),
        sa.Column("form_version", sa.String(), nullable=True),
        sa.Column("extra", Document, nullable=False),
        sa.Column("registered_at", Instant(), nullable=False),
        sa.Column("registered_by", sa.Uuid(), nullable=True),
        sa.Column("site_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "birth_precision in ('day', 'month', 'year', 'age_estimate', 'unknown')", name=op.f("ck_patient_precision")
        ),
        sa.CheckConstraint("sex in ('female', 'male', 'unknown')", name=op.f("ck_patient_sex")),
        sa.ForeignKeyConstraint(["caravan_id"], ["caravan.id"], name=op.f("fk_patient_caravan_id_caravan")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_patient_site_id_site")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_patient")),
    )
    op.create_index(op.f("ix_patient_caravan_id"), "patient", ["caravan_id"], unique=False)
    op.create_index(op.f("ix_patient_id_number"), "patient", ["id_number"], unique=False)
    op.create_index(op.f("ix_patient_phone"), "patient", ["phone"], unique=False)
    op.create_index(op.f("ix_patient_registered_by"), "patient", ["registered_by"], unique=False)
    op.create_index(op.f("ix_patient_site_id"), "patient", ["site_id"], unique=False)
    op.create_index(op.f("ix_patient_source_ref"), "patient", ["source_ref"], unique=False)

    op.create_table(
        "attachment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("voided_at", Instant(), nullable=True),
        sa.Column("void_reason", sa.String(), nullable=True),
        sa.Column("caravan_id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["caravan_id"], ["caravan.id"], name=op.f("fk_attachment_caravan_id_caravan")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_attachment_patient_id_patient")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
    )
    op.create_index(op.f("ix_attachment_caravan_id"), "attachment", ["caravan_id"], unique=False)
    op.create_index(op.f("ix_attachment_patient_id"), "attachment", ["patient_id"], unique=False)

    op.create_table(
        "card",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("voided_at", Instant(), nullable=True),
        sa.Column("void_reason", sa.String(), nullable=True),
        sa.Column("caravan_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("bound_at", Instant(), nullable=False),
        sa.Column("bound_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["caravan_id"], ["caravan.id"], name=op.f("fk_card_caravan_id_caravan")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_card_patient_id_patient")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card")),
    )
    op.create_index(op.f("ix_card_caravan_id"), "card", ["caravan_id"], unique=False)
    op.create_index(op.f("ix_card_code"), "card", ["code"], unique=False)
    op.create_index(op.f("ix_card_patient_id"), "card", ["patient_id"], unique=False)

    op.create_table(
        "name_key",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_name_key_patient_id_patient")),
        sa.PrimaryKeyConstraint("key", "patient_id", name=op.f("pk_name_key")),
    )
    op.create_index(op.f("ix_name_key_patient_id"), "name_key", ["patient_id"], unique=False)

    op.create_table(
        "visit",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("voided_at", Instant(), nullable=True),
        sa.Column("void_reason", sa.String(), nullable=True),
        sa.Column("caravan_id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("arrived_at", Instant(), nullable=False),
        sa.Column("coverage_scheme", sa.String(), nullable=True),
        sa.Column("age_years", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["caravan_id"], ["caravan.id"], name=op.f("fk_visit_caravan_id_caravan")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_visit_patient_id_patient")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_visit_site_id_site")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
    )
    op.create_index(op.f("ix_visit_caravan_id"), "visit", ["caravan_id"], unique=False)
    op.create_index(op.f("ix_visit_patient_id"), "visit", ["patient_id"], unique=False)
    op.create_index("ix_visit_site_id_day_number", "visit", ["site_id", "day", "number"], unique=False)

    op.create_table(
        "queue_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("voided_at", Instant(), nullable=True),
        sa.Column("void_reason", sa.String(), nullable=True),
        sa.Column("caravan_id", sa.Uuid(), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("station", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("queued_at", Instant(), nullable=False),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.CheckConstraint(
            "status in ('waiting', 'called', 'absent', 'left', 'done')", name=op.f("ck_queue_entry_status")
        ),
        sa.ForeignKeyConstraint(["caravan_id"], ["caravan.id"], name=op.f("fk_queue_entry_caravan_id_caravan")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_queue_entry_visit_id_visit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_queue_entry")),
    )
    op.create_index("ix_queue_entry_station_status", "queue_entry", ["station", "status"], unique=False)
    op.create_index(op.f("ix_queue_entry_visit_id"), "queue_entry", ["visit_id"], unique=False)

    op.create_table(
        "screening",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("voided_at", Instant(), nullable=True),
        sa.Column("void_reason", sa.String(), nullable=True),
        sa.Column("caravan_id", sa.Uuid(), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("form_id", sa.String(), nullable=False),
        sa.Column("form_version", sa.String(), nullable=False),
        sa.Column("answers", Document, nullable=False),
        sa.Column("findings", Document, nullable=False),
        sa.Column("confirmed", Document, nullable=False),
        sa.Column("urgency", sa.String(), nullable=False),
        sa.Column("referral_to", sa.String(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("performed_at", Instant(), nullable=False),
        sa.Column("performed_by", sa.Uuid(), nullable=True),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("source in ('tablet', 'paper', 'import')", name=op.f("ck_screening_source")),
        sa.CheckConstraint("urgency in ('e', 'u', 'p', 'r', 'n')", name=op.f("ck_screening_urgency")),
        sa.ForeignKeyConstraint(["caravan_id"], ["caravan.id"], name=op.f("fk_screening_caravan_id_caravan")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_screening_patient_id_patient")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_screening_site_id_site")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_screening_visit_id_visit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_screening")),
    )
    op.create_index(op.f("ix_screening_caravan_id"), "screening", ["caravan_id"], unique=False)
    op.create_index("ix_screening_form_id_visit_id", "screening", ["form_id", "visit_id"], unique=False)
    op.create_index(op.f("ix_screening_patient_id"), "screening", ["patient_id"], unique=False)
    op.create_index(op.f("ix_screening_visit_id"), "screening", ["visit_id"], unique=False)

    op.create_table(
        "finding",
        sa.Column("screening_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("caravan_id", sa.Uuid(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("number", sa.Float(), nullable=True),
        sa.Column("urgency", sa.String(), nullable=False),
        sa.Column("rule_id", sa.String(), nullable=False),
        sa.Column("rule_version", sa.String(), nullable=False),
        sa.CheckConstraint("urgency in ('e', 'u', 'p', 'r', 'n')", name=op.f("ck_finding_urgency")),
        sa.ForeignKeyConstraint(["caravan_id"], ["caravan.id"], name=op.f("fk_finding_caravan_id_caravan")),
        sa.ForeignKeyConstraint(["screening_id"], ["screening.id"], name=op.f("fk_finding_screening_id_screening")),
        sa.PrimaryKeyConstraint("screening_id", "code", name=op.f("pk_finding")),
    )
    op.create_index("ix_finding_code_value", "finding", ["code", "value"], unique=False)

    op.create_table(
        "referral",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("voided_at", Instant(), nullable=True),
        sa.Column("void_reason", sa.String(), nullable=True),
        sa.Column("caravan_id", sa.Uuid(), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("screening_id", sa.Uuid(), nullable=False),
        sa.Column("destination", sa.String(), nullable=False),
        sa.Column("urgency", sa.String(), nullable=False),
        sa.Column("reasons", Document, nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.CheckConstraint(
            "status in ('proposed', 'accepted', 'changed', 'attended', 'cancelled')", name=op.f("ck_referral_status")
        ),
        sa.CheckConstraint("urgency in ('e', 'u', 'p', 'r', 'n')", name=op.f("ck_referral_urgency")),
        sa.ForeignKeyConstraint(["caravan_id"], ["caravan.id"], name=op.f("fk_referral_caravan_id_caravan")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_referral_patient_id_patient")),
        sa.ForeignKeyConstraint(["screening_id"], ["screening.id"], name=op.f("fk_referral_screening_id_screening")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_referral_visit_id_visit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral")),
    )
    op.create_index(op.f("ix_referral_caravan_id"), "referral", ["caravan_id"], unique=False)
    op.create_index(op.f("ix_referral_patient_id"), "referral", ["patient_id"], unique=False)
    op.create_index(op.f("ix_referral_screening_id"), "referral", ["screening_id"], unique=False)

    op.create_table(
        "supply",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("voided_at", Instant(), nullable=True),
        sa.Column("void_reason", sa.String(), nullable=True),
        sa.Column("caravan_id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("screening_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("detail", sa.String(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.CheckConstraint("kind in ('glasses', 'cataract_surgery', 'medicine')", name=op.f("ck_supply_kind")),
        sa.ForeignKeyConstraint(["caravan_id"], ["caravan.id"], name=op.f("fk_supply_caravan_id_caravan")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_supply_patient_id_patient")),
        sa.ForeignKeyConstraint(["screening_id"], ["screening.id"], name=op.f("fk_supply_screening_id_screening")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supply")),
    )
    op.create_index(op.f("ix_supply_caravan_id"), "supply", ["caravan_id"], unique=False)
    op.create_index(op.f("ix_supply_patient_id"), "supply", ["patient_id"], unique=False)
    op.create_index(op.f("ix_supply_screening_id"), "supply", ["screening_id"], unique=False)


def downgrade() -> None:
    """None: a copy of the database is made before every upgrade, and that copy is the way back."""
