from django.apps import AppConfig


class Lti13Config(AppConfig):
    name = "campus.connectors.lti13"
    label = "lti13"
