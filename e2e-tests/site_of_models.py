"""A web site that models are fetched from: https, on an address of this machine's own, with its own authority."""

import http.server
import ssl
import subprocess
import threading
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType

ADDRESS = "127.0.0.2"


class SiteOfModels:
    """The site, and the settings with which run-service fetches from it and from no other private address."""

    def __init__(self, folder: Path) -> None:
        self._files: dict[str, tuple[str, bytes]] = {}
        self._redirects: dict[str, str] = {}
        certificate, key = _self_signed(folder)
        self.settings = {"ANCHO_SOURCES_NETWORKS": f"{ADDRESS}/32", "ANCHO_SOURCES_CA": str(certificate)}
        self._server = http.server.ThreadingHTTPServer((ADDRESS, 0), _handler(self._files, self._redirects))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True, do_handshake_on_connect=False)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    def __enter__(self) -> "SiteOfModels":
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def url(self) -> str:
        return f"https://{ADDRESS}:{self._server.server_port}"

    def file(self, path: str, kind: str, content: bytes) -> None:
        """Give this content, of this media type, to whoever asks for this path."""
        self._files[path] = kind, content

    def redirect(self, path: str, location: str) -> None:
        """Send whoever asks for this path elsewhere."""
        self._redirects[path] = location


def _handler(
    files: Mapping[str, tuple[str, bytes]], redirects: Mapping[str, str]
) -> type[http.server.BaseHTTPRequestHandler]:
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            kind, content = files.get(self.path, ("", b""))
            if self.path in redirects:
                self.send_response(302)
                self.send_header("Location", redirects[self.path])
            elif self.path.startswith("/private/"):
                self.send_response(401)
            elif self.path in files:
                self.send_response(200)
                self.send_header("Content-Type", kind)
            else:
                self.send_response(404)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:
            """Nothing is logged."""

    return Handler


def _self_signed(folder: Path) -> tuple[Path, Path]:
    """A certificate that vouches for itself, and its key."""
    certificate, key = folder / "site.pem", folder / "site.key"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"),
            *("-days", "30", "-subj", f"/CN={ADDRESS}", "-addext", f"subjectAltName=IP:{ADDRESS}"),
            *("-keyout", str(key), "-out", str(certificate)),
        ],
        check=True,
        capture_output=True,
    )
    return certificate, key
