from django.db import migrations, models
from django.db.models import Count

FEWEST = 5


def tell_of_what_was_shown(apps, schema_editor):
    feedback = apps.get_model("assurance", "Feedback")
    groups = feedback.objects.values("version__design", "audience").annotate(answers=Count("pk")).order_by()
    for group in groups.filter(answers__gte=FEWEST):
        same = feedback.objects.filter(version__design=group["version__design"], audience=group["audience"])
        same.update(told=True)


class Migration(migrations.Migration):
    dependencies = [("assurance", "0004_voices")]

    operations = [
        migrations.AddField(
            model_name="feedback",
            name="told",
            field=models.BooleanField(default=False, help_text="part of what is shown; until then it waits for others"),
        ),
        migrations.RunPython(tell_of_what_was_shown, migrations.RunPython.noop),
    ]
