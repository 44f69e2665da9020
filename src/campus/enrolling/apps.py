from django.apps import AppConfig


class EnrollingConfig(AppConfig):
    name = "campus.enrolling"
    label = "enrolling"
    default_auto_field = "django.db.models.BigAutoField"
