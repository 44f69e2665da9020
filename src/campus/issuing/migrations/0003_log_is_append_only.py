"""The transparency log is append-only: triggers refuse whatever would rewrite it."""

from django.db import migrations

from campus.issuing.transparency_guard import guard, unguard


def install(apps, schema_editor):
    for statement in guard(schema_editor.connection.vendor):
        schema_editor.execute(statement)


def remove(apps, schema_editor):
    for statement in unguard(schema_editor.connection.vendor):
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("issuing", "0002_transparency_log")]
    operations = [migrations.RunPython(install, remove)]
