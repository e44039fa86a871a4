"""The demo: the invented province Sông Trà, its people, one plan in force and one document that waits for review.

Everything is done by the services that people use, so what the demo shows is what the platform does.
"""

from __future__ import annotations

from lotrinh.demo.making import make

__all__ = ["make"]
