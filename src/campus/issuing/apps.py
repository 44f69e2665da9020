from django.apps import AppConfig


class IssuingConfig(AppConfig):
    name = "campus.issuing"
    label = "issuing"
    default_auto_field = "django.db.models.BigAutoField"
