from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "campus.jobs"
    label = "jobs"
