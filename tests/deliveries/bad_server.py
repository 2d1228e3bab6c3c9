"""A web server that misbehaves on purpose, on the loopback."""

import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Answer = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """Answers by the first script left, the last one for ever; keeps what was asked."""

    protocol_version = "HTTP/1.1"
    server: "BadServer"

    def do_GET(self) -> None:
        self.server.asked.append((self.path, dict(self.headers)))
        scripts = self.server.scripts
        script = scripts.pop(0) if len(scripts) > 1 else scripts[0]
        self.close_connection = True
        script(self)

    def head(self, status: int, **headers: object) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), str(value))
        # Said, because it is done: else the next request may meet the connection as it closes.
        self.send_header("Connection", "close")
        self.end_headers()

    def reset(self) -> None:
        """Tear the connection down the hard way."""
        self.wfile.flush()
        linger = struct.pack("ii", 1, 0)
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self.connection.close()

    def wanted_from(self) -> int:
        given = self.headers.get("Range", "bytes=0-")
        return int(given.removeprefix("bytes=").split("-")[0])

    def log_message(self, *_words: object) -> None:
        """Tests are quiet."""


class BadServer(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.scripts: list[Answer] = []
        self.asked: list[tuple[str, dict[str, str]]] = []

    def url(self, path: str = "/kreise_2025.csv") -> str:
        return f"http://127.0.0.1:{self.server_address[1]}{path}"

    def handle_error(self, *_words: object) -> None:
        """A client that goes away is what is tested."""


@contextmanager
def bad_server(*scripts: Answer) -> Iterator[BadServer]:
    server = BadServer()
    server.scripts = list(scripts)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def good(content: bytes, *, etag: str = '"a"', **headers: object) -> Answer:
    """As a server should: whole, or from where it is asked, if it is still the same file."""

    def answer(handler: Handler) -> None:
        start = handler.wanted_from()
        if start and handler.headers.get("If-Range") == etag:
            end = len(content) - 1
            handler.head(
                206, Content_Length=len(content) - start, ETag=etag,
                Content_Range=f"bytes {start}-{end}/{len(content)}",
            )  # fmt: skip
            handler.wfile.write(content[start:])
        else:
            handler.head(200, Content_Length=len(content), ETag=etag, **headers)
            handler.wfile.write(content)

    return answer


def cut(content: bytes, after: int, *, etag: str = '"a"', hard: bool = False) -> Answer:
    """Promise everything, send a part; go on from there if asked, and stop again."""

    def answer(handler: Handler) -> None:
        start = handler.wanted_from()
        if start:
            handler.head(
                206, Content_Length=len(content) - start, ETag=etag,
                Content_Range=f"bytes {start}-{len(content) - 1}/{len(content)}",
            )  # fmt: skip
        else:
            handler.head(200, Content_Length=len(content), ETag=etag)
        handler.wfile.write(content[start : start + after])
        if hard:
            handler.reset()

    return answer


def status(code: int, content: bytes = b"", **headers: object) -> Answer:
    """Any status with any headers."""

    def answer(handler: Handler) -> None:
        handler.head(code, **{"Content_Length": len(content), **headers})
        handler.wfile.write(content)

    return answer
