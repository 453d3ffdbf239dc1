"""A StreamField whose blocks are not part of the schema."""

from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from wagtail.fields import StreamField


class ContentField(StreamField):
    """Keeps block definitions out of migrations, which see a plain ``JSONField``.

    The stock field wants a migration for every new label. And a data migration that reads old
    pages gets the JSON as it is stored, where the stock field would drop blocks it does not know.
    """

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, _path, _args, kwargs = models.Field.deconstruct(self)
        return name, "django.db.models.JSONField", [], kwargs | {"encoder": DjangoJSONEncoder}

    def clone(self) -> "ContentField":
        _name, _path, _args, kwargs = models.Field.deconstruct(self)
        block_options = {k: v for k, v in self.block_opts.items() if k != "required"}
        return type(self)(self.block_types_arg, **block_options, **kwargs)
