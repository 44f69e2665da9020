"""Texts to be found by, with their trigrams."""

from django.db import migrations, models

from campus.base import trigrams


def install(apps, schema_editor):
    for statement in trigrams.install(schema_editor.connection.vendor):
        schema_editor.execute(statement)


def remove(apps, schema_editor):
    for statement in trigrams.remove(schema_editor.connection.vendor):
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("base", "0002_append_only")]
    operations = [
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20)),
                ("subject", models.BigIntegerField()),
                ("language", models.CharField(blank=True, max_length=10)),
                ("weight", models.PositiveSmallIntegerField(default=100)),
                ("text", models.TextField()),
            ],
            options={"indexes": [models.Index(fields=["kind", "subject"], name="search_by_subject")]},
        ),
        migrations.RunPython(install, remove),
    ]
