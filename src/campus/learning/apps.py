from django.apps import AppConfig


class LearningConfig(AppConfig):
    name = "campus.learning"
    label = "learning"
    default_auto_field = "django.db.models.BigAutoField"
