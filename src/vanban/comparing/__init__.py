"""How alike two duties are, by their words, and how much of one stands word for word in the other.

No model that nobody can look into: every score is a sum over shared words, and says which.
"""

from vanban.comparing.copying import Copied, Shingles
from vanban.comparing.likeness import Likeness, Rarity, Shared, explained, likeness
from vanban.comparing.ranking import Candidate, Ranking
from vanban.comparing.words import Wording, topic_label, worded

__all__ = [
    "Candidate",
    "Copied",
    "Likeness",
    "Ranking",
    "Rarity",
    "Shared",
    "Shingles",
    "Wording",
    "explained",
    "likeness",
    "topic_label",
    "worded",
]
