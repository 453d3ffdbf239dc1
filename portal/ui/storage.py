"""How static files are named."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class NamedByContent(CompressedManifestStaticFilesStorage):
    """Under a name that changes with what is in it, also where one script imports another."""

    support_js_module_import_aggregation = True
