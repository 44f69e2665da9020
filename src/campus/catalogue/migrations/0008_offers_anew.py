"""Offers are found through the index of words from now on: the worker makes them anew, with their words, when it starts."""

from django.db import migrations


def forget(apps, schema_editor):
    apps.get_model("base", "SearchEntry").objects.filter(kind="offer").delete()
    apps.get_model("catalogue", "Offer").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0007_approved_and_due"), ("base", "0004_word_index")]
    operations = [migrations.RunPython(forget, migrations.RunPython.noop)]
