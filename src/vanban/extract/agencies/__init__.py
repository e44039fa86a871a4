"""Agencies: names in a sentence, lists in a cell, who leads and who takes part."""

from __future__ import annotations

from vanban.extract.agencies.grammar import AgencyMention, find_agencies
from vanban.extract.agencies.roles import Roles, agency_heading, read_roles, split_agencies

__all__ = ["AgencyMention", "Roles", "agency_heading", "find_agencies", "read_roles", "split_agencies"]
