from django.db import migrations, models

#: The words of an entry, kept by the database itself; pairs need no places. Wide columns lie outside the row, so that rows which match are
#: read quickly; the list of new words that every search walks through stays short.
_POSTGRESQL = (
    "ALTER TABLE core_searchentry ADD COLUMN words tsvector GENERATED ALWAYS AS"
    " (to_tsvector('simple'::regconfig, folded) || to_tsvector('simple'::regconfig, facets)"
    " || array_to_tsvector(string_to_array(pairs, ' '))) STORED",
    "ALTER TABLE core_searchentry SET (toast_tuple_target = 512)",
    "ALTER TABLE core_searchentry ALTER COLUMN words SET STATISTICS 300",
    "CREATE INDEX search_entry_words ON core_searchentry USING gin (words) WITH (gin_pending_list_limit = 512)",
)
#: The index holds no text of its own: it reads the table, and three triggers tell it what changes.
_SQLITE = (
    "CREATE VIRTUAL TABLE core_searchwords USING fts5"
    " (folded, facets, content='core_searchentry', content_rowid='id', tokenize='ascii')",
    """
    CREATE TRIGGER search_entry_added AFTER INSERT ON core_searchentry BEGIN
      INSERT INTO core_searchwords (rowid, folded, facets) VALUES (new.id, new.folded, new.facets);
    END
    """,
    """
    CREATE TRIGGER search_entry_removed AFTER DELETE ON core_searchentry BEGIN
      INSERT INTO core_searchwords (core_searchwords, rowid, folded, facets)
        VALUES ('delete', old.id, old.folded, old.facets);
    END
    """,
    """
    CREATE TRIGGER search_entry_changed AFTER UPDATE ON core_searchentry BEGIN
      INSERT INTO core_searchwords (core_searchwords, rowid, folded, facets)
        VALUES ('delete', old.id, old.folded, old.facets);
      INSERT INTO core_searchwords (rowid, folded, facets) VALUES (new.id, new.folded, new.facets);
    END
    """,
)


def make_index(apps, schema_editor):
    for statement in _POSTGRESQL if schema_editor.connection.vendor == "postgresql" else _SQLITE:
        schema_editor.execute(statement)


def drop_index(apps, schema_editor):
    # The table goes next; on PostgreSQL it takes column and index along.
    if schema_editor.connection.vendor == "sqlite":
        for name in ("added", "removed", "changed"):
            schema_editor.execute(f"DROP TRIGGER search_entry_{name}")
        schema_editor.execute("DROP TABLE core_searchwords")


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("document", "Văn bản"),
                            ("task", "Nhiệm vụ"),
                            ("target", "Chỉ tiêu"),
                            ("unit", "Cơ quan"),
                        ],
                        max_length=10,
                    ),
                ),
                ("ref", models.BigIntegerField()),
                ("key", models.CharField(blank=True, max_length=40)),
                ("document_id", models.BigIntegerField(null=True)),
                ("plan_id", models.BigIntegerField(db_index=True, null=True)),
                ("year", models.PositiveSmallIntegerField(null=True)),
                ("doc_kind", models.CharField(blank=True, max_length=10)),
                ("dated", models.PositiveIntegerField(default=0)),
                ("title", models.TextField(blank=True)),
                ("body", models.TextField(blank=True)),
                ("folded", models.TextField(blank=True)),
                ("facets", models.TextField(blank=True)),
                ("pairs", models.TextField(blank=True)),
                ("written_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["document_id"], name="search_of_document")],
                "constraints": [models.UniqueConstraint(fields=("kind", "ref"), name="search_entry_once")],
            },
        ),
        migrations.RunPython(make_index, drop_index),
    ]
