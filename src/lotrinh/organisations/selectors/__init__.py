"""Reading units, posts and people."""

from lotrinh.organisations.selectors.actors import actor_of

__all__ = ["actor_of"]
