"""What an uploaded list may weigh: more is thrown away while it comes in, and kept nowhere."""

from django.core.files.uploadhandler import FileUploadHandler, StopUpload

MAX_BYTES = 10 * 1024 * 1024


class RefuseLarge(FileUploadHandler):
    """Put before the handlers that keep an upload: stops it where it gets too large."""

    is_too_large = False
    received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.received += len(raw_data)
        if self.received > MAX_BYTES:
            self.is_too_large = True
            raise StopUpload(
                connection_reset=False
            )  # the rest is read and dropped: they get a page
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Another handler keeps what is small enough."""
