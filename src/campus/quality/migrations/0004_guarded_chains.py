"""What was decided stays, and nothing is published without it: a constraint and triggers."""

from django.db import migrations, models
from django.db.models import Q

from campus.quality.guard import BACK


class Migration(migrations.Migration):
    dependencies = [("quality", "0003_earlier_rounds")]
    operations = [
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                name="approved_reviews_name_their_version",
                condition=Q(decision="approved", version__isnull=False) | (~Q(decision="approved") & Q(version__isnull=True)),
            ),
        ),
        BACK,
    ]
