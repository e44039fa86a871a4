"""Documents, their files and readings; reviews and the decisions in them."""

from lotrinh.documents.models.citations import CitationLink, KnownDocument
from lotrinh.documents.models.documents import (
    AudienceDecision,
    Document,
    DocumentFile,
    DocumentRelation,
    Recipient,
    identity,
)
from lotrinh.documents.models.keeping import Keeping, KeptDocument
from lotrinh.documents.models.readings import Reading
from lotrinh.documents.models.reviews import ApprovalStep, Decision, Review, ReviewPresence

__all__ = [
    "ApprovalStep",
    "AudienceDecision",
    "CitationLink",
    "Decision",
    "Document",
    "DocumentFile",
    "DocumentRelation",
    "Keeping",
    "KeptDocument",
    "KnownDocument",
    "Reading",
    "Recipient",
    "Review",
    "ReviewPresence",
    "identity",
]
