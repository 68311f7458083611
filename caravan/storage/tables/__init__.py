"""The tables: the fold of the revisions, and the append-only ledgers beside them."""

from caravan.storage.tables.caravans import Caravan, Device, Site, Staff
from caravan.storage.tables.card_stock import CardBatch, PrintedCode
from caravan.storage.tables.encounters import Finding, QueueEntry, Referral, Screening, Visit
from caravan.storage.tables.kept import Setting
from caravan.storage.tables.ledgers import Audit, FormVersion, Operation, Revision
from caravan.storage.tables.people import Card, NameKey, Patient
from caravan.storage.tables.second_entries import SecondEntry
from caravan.storage.tables.supplies import Attachment, Supply

ENTITIES = {
    "caravan": Caravan,
    "site": Site,
    "staff": Staff,
    "device": Device,
    "patient": Patient,
    "card": Card,
    "card_batch": CardBatch,
    "visit": Visit,
    "queue_entry": QueueEntry,
    "screening": Screening,
    "referral": Referral,
    "supply": Supply,
    "attachment": Attachment,
    "second_entry": SecondEntry,
}

__all__ = [
    "ENTITIES",
    "Attachment",
    "Audit",
    "Caravan",
    "Card",
    "CardBatch",
    "Device",
    "Finding",
    "FormVersion",
    "NameKey",
    "Operation",
    "Patient",
    "PrintedCode",
    "QueueEntry",
    "Referral",
    "Revision",
    "Screening",
    "SecondEntry",
    "Setting",
    "Site",
    "Staff",
    "Supply",
    "Visit",
]
