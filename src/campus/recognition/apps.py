from django.apps import AppConfig


class RecognitionConfig(AppConfig):
    name = "campus.recognition"
    label = "recognition"
    default_auto_field = "django.db.models.BigAutoField"
