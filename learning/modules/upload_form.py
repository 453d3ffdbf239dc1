"""The form behind each upload of a document in the CMS (``WAGTAILDOCS_DOCUMENT_FORM_BASE``)."""

from __future__ import annotations

from django.core.files import File
from django.core.files.uploadedfile import UploadedFile
from wagtail.documents.forms import BaseDocumentForm

from learning.modules.uploads import check_upload


class DocumentForm(BaseDocumentForm):
    """Refuses files that are too large or not what their name says."""

    def clean_file(self) -> File[bytes]:
        file: File[bytes] = self.cleaned_data["file"]
        if isinstance(file, UploadedFile):  # else it is the file that was there already
            check_upload(file)
        return file
