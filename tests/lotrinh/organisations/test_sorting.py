"""People stand in the same order on both databases: by given name, đ after d, tones last."""

from __future__ import annotations

import os
import uuid
from typing import Final

import pytest

from lotrinh.core import words

ORDER: Final = (
    "Ngô Văn An",
    "Nguyễn Thị An",
    "Trần Văn Ân",
    "Lê Văn Dũng",
    "Phạm Thị Dung Em",
    "Đặng Văn Đức",
    "Nguyễn Hoà",
    "Nguyễn Hòa Ơn",
    "Đỗ Thị Tô",
    "Đỗ Thị Tơ",
    "Vũ Ý",
)


@pytest.mark.django_db
def test_the_database_of_the_tests_gives_people_in_vietnamese_order() -> None:
    from lotrinh.accounts.models import User

    for number, name in enumerate(reversed(ORDER)):
        User.objects.create_user(f"u{number}", full_name=name)
    assert list(User.objects.values_list("full_name", flat=True)) == sorted(ORDER, key=words.person_sort_key)


def test_the_order_is_the_one_that_lists_of_people_have() -> None:
    given = [name.split()[-1] for name in sorted(ORDER, key=words.person_sort_key)]
    assert given.index("Dũng") < given.index("Đức") < given.index("Em")
    assert given.index("Tô") < given.index("Tơ")
    assert given[:3] == ["An", "An", "Ân"]


@pytest.mark.network
def test_postgresql_orders_the_keys_as_sqlite_does() -> None:
    """Under every collation of the server: the keys are plain ASCII letters and digits of one case."""
    psycopg = pytest.importorskip("psycopg")
    url = os.environ.get("LOTRINH_TEST_POSTGRESQL") or "postgresql://postgres@127.0.0.1/postgres"
    try:
        server = psycopg.connect(url, autocommit=True, connect_timeout=3)
    except psycopg.OperationalError:
        pytest.skip("PostgreSQL is absent: set LOTRINH_TEST_POSTGRESQL to the address of a server")
    name = f"lotrinh_sort_{uuid.uuid4().hex[:8]}"
    expected = sorted(words.person_sort_key(text) for text in ORDER)
    with server:
        collations = [
            row[0]
            for row in server.execute(
                "SELECT collname FROM pg_collation WHERE collname IN ('C', 'POSIX', 'default', 'en-x-icu', 'vi-x-icu')"
            )
        ]
        server.execute(f"CREATE SCHEMA {name}")
        try:
            server.execute(f"CREATE TABLE {name}.person (sort_key text)")
            with server.cursor() as cursor:
                cursor.executemany(f"INSERT INTO {name}.person VALUES (%s)", [(key,) for key in expected])  # noqa: S608 - a name made here
            for collation in collations:
                rows = server.execute(f'SELECT sort_key FROM {name}.person ORDER BY sort_key COLLATE "{collation}"')  # noqa: S608 - see above
                assert [row[0] for row in rows] == expected, collation
        finally:
            server.execute(f"DROP SCHEMA {name} CASCADE")
    assert collations
