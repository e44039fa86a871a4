"""Units and places through time, and the posts that people hold."""

from lotrinh.organisations.models.places import Place, PlaceChange
from lotrinh.organisations.models.posts import ApprovalChain, Delegation, Post
from lotrinh.organisations.models.reorganisations import Reorganisation, Succession, UnitState
from lotrinh.organisations.models.units import Unit, UnitName

__all__ = [
    "ApprovalChain",
    "Delegation",
    "Place",
    "PlaceChange",
    "Post",
    "Reorganisation",
    "Succession",
    "Unit",
    "UnitName",
    "UnitState",
]
