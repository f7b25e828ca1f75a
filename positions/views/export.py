"""The whole negotiation as a data package."""

import tempfile

from django.http import FileResponse, HttpRequest
from django.views.decorators.http import require_safe

from positions.exchange.package.writing import write_zip
from positions.permissions import negotiation_to_read

IN_MEMORY = 8 * 1024 * 1024  # bytes; a larger zip waits on the disk


@require_safe
def package(request: HttpRequest, slug: str) -> FileResponse:
    """A zip in the exchange format, the same bytes as long as nothing changes."""
    negotiation = negotiation_to_read(request.user, slug)
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 – the response closes it
    write_zip(negotiation, file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{negotiation.slug}.zip", content_type="application/zip")
