"""The audit trail can only grow: triggers refuse every change and deletion."""

from django.db import migrations

from campus.base.append_only import guard, unguard


def install(apps, schema_editor):
    for statement in guard(schema_editor.connection.vendor):
        schema_editor.execute(statement)


def remove(apps, schema_editor):
    for statement in unguard(schema_editor.connection.vendor):
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("base", "0001_initial")]
    operations = [migrations.RunPython(install, remove)]
