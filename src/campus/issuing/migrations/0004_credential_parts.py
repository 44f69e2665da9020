"""The credentials that a credential rests on."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('issuing', '0003_log_is_append_only'),
    ]

    operations = [
        migrations.AddField(
            model_name='credential',
            name='parts',
            field=models.JSONField(default=list, help_text='[{"id": urn, "name": title}] of credentials that it rests on'),
        ),
    ]
