"""Rows that are written once."""

from __future__ import annotations

from typing import Any, NoReturn, TypeVar

from django.db import models


class ImmutableError(TypeError):
    """Something tried to change a row that is written once."""


_M = TypeVar("_M", bound=models.Model)


class ImmutableQuerySet(models.QuerySet[_M]):
    """Rows that may be added and read."""

    def update(self, **kwargs: Any) -> NoReturn:
        """Refuse."""
        raise ImmutableError(f"{self.model.__name__} is written once")

    def delete(self) -> NoReturn:
        """Refuse."""
        raise ImmutableError(f"{self.model.__name__} is written once")


class Immutable(models.Model):
    """Base of models whose rows are never changed or deleted."""

    objects: models.Manager[Any] = ImmutableQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert the row; a second time is refused."""
        if not self._state.adding:
            raise ImmutableError(f"{type(self).__name__} is written once")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse."""
        raise ImmutableError(f"{type(self).__name__} is written once")
