from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "campus.api"
    label = "api"
