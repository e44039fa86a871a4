"""Tasks: what somebody commits to do, from the body and from the tables of a plan."""

from __future__ import annotations

from vanban.extract.tasks.body import read_body_tasks
from vanban.extract.tasks.table import read_table_tasks
from vanban.record import Task
from vanban.structure.text import Structure

__all__ = ["read_tasks"]


def read_tasks(structure: Structure) -> tuple[Task, ...]:
    """All tasks in the order of the text: paragraphs of parts with the role tasks, and rows of tables of tasks."""
    tasks = [*read_body_tasks(structure), *read_table_tasks(structure)]
    return tuple(sorted(tasks, key=lambda task: task.span))
