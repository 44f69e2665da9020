from django.apps import AppConfig


class PriorLearningConfig(AppConfig):
    name = "campus.prior_learning"
    label = "prior_learning"
    default_auto_field = "django.db.models.BigAutoField"
