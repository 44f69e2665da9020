"""Tables obey the floors too: a link points down, and nobody walks back up it."""

from collections.abc import Iterator

from django.apps import apps
from django.db import models

from architecture.tree import floors

Link = models.ForeignKey | models.ManyToManyField


def _links_between_apps() -> Iterator[tuple[str, str, str, Link]]:
    for model in apps.get_models():
        for field in (*model._meta.local_fields, *model._meta.local_many_to_many):
            if isinstance(field, Link) and _ours(model) and _ours(field.related_model):
                here, there = _package(model.__module__), _package(field.related_model.__module__)
                if here != there:
                    yield f"{model._meta.label}.{field.name}", here, there, field


def _ours(model: type[models.Model]) -> bool:
    return model.__module__.startswith("campus.")


def _package(module: str) -> str:
    """`campus.connectors.lti13.models` stands on the floor of `connectors`."""
    return module.split(".")[1]


def test_links_point_down():
    up = [f"{name} -> {there}" for name, here, there, _ in _links_between_apps() if floors()[there] >= floors()[here]]

    assert up == []


def test_links_cannot_be_walked_backwards():
    walkable = [name for name, _, _, field in _links_between_apps() if not field.remote_field.hidden]

    assert walkable == []


def test_every_app_has_a_floor():
    ours = {_package(config.name) for config in apps.get_app_configs() if config.name.startswith("campus.")}

    assert ours - set(floors()) == set()
