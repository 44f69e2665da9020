"""Published versions stay as they were approved: triggers refuse every change and deletion."""

from django.db import migrations

from campus.catalogue.immutable import guard, unguard


def install(apps, schema_editor):
    for statement in guard(schema_editor.connection.vendor):
        schema_editor.execute(statement)


def remove(apps, schema_editor):
    for statement in unguard(schema_editor.connection.vendor):
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0002_initial")]
    operations = [migrations.RunPython(install, remove)]
