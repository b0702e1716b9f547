"""What is between the browser and the site: a line that is cut, a network that misbehaves."""

import select
import socket
import threading
import time
import urllib.error
import urllib.request
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import BaseRequestHandler, ThreadingTCPServer

from tests.site import Site


class Line:
    """A line to a server, to which a browser sees no difference: cut, it is a server that is gone.

    Tests of one worker take turns at it. So none waits for a server to start, and a phone of one
    test knows the address that was stored on the phone of another.
    """

    def __init__(self, site: Site):
        self.site = site
        #: Servers by what they were given: that one, and other releases once they were asked for.
        self.releases = {(): site}
        self.exchange: Exchange | None = None
        self.port = 0

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    def start(self, **environment: str) -> "Line":
        """Serve: what was served before, or with an environment another release."""
        if environment:
            self.site = self.release(**environment)
        self.exchange = Exchange(("127.0.0.1", self.port), self.site.port)
        self.port = self.exchange.server_address[1]
        threading.Thread(target=self.exchange.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def release(self, **environment: str) -> Site:
        known = tuple(sorted(environment.items()))
        if known not in self.releases:
            origin = self.releases[()].url
            self.releases[known] = Site(FASCIA_ORIGIN=origin, **environment).start()
        return self.releases[known]

    def stop(self) -> None:
        if self.exchange:
            self.exchange.shutdown()
            self.exchange.server_close()
            self.exchange = None

    def restore(self) -> None:
        """Serve what was served at first."""
        self.stop()
        self.site = self.releases[()]
        self.start()

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.stop()
        for site in list(self.releases.values())[1:]:
            site.__exit__()


class Exchange(ThreadingTCPServer):
    """Connects whoever calls with a port of this machine."""

    allow_reuse_address = True  # at once, also while its last calls are still being forgotten
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], port: int):
        self.there = "127.0.0.1", port
        self.calls: set[socket.socket] = set()
        super().__init__(address, Call)

    def process_request(self, request, client_address) -> None:
        self.calls.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request) -> None:
        self.calls.discard(request)
        super().shutdown_request(request)

    def server_close(self) -> None:
        super().server_close()
        for call in list(self.calls):
            with suppress(OSError):  # it has just ended by itself
                call.shutdown(socket.SHUT_RDWR)


class Call(BaseRequestHandler):
    """One connection, from both ends until one of them hangs up."""

    def handle(self) -> None:
        with suppress(OSError), socket.create_connection(self.server.there) as there:
            other = {self.request: there, there: self.request}
            while True:
                for one in select.select(list(other), [], [])[0]:
                    data = one.recv(1 << 16)
                    if not data:
                        return
                    other[one].sendall(data)


class Network:
    """Passes requests on to ``site``; ``behave`` decides what really happens.

    ``behave(path)`` returns ``"pass"``, ``"cut"`` (half of the body, then the line goes),
    ``"portal"`` (a log-in page, as hotels answer everything) or ``"dead"`` (no answer at all).
    """

    def __init__(self, site):
        self.site = site
        self.behave = lambda path: "pass"
        self.paths: list[str] = []
        network = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                network.paths.append(self.path)
                how = network.behave(self.path)
                if how == "dead":
                    time.sleep(30)
                    return
                if how == "portal":
                    self.answer(200, {"Content-Type": "text/html; charset=utf-8"},
                                b"<title>Log in</title><h1>Hotel Wi-Fi</h1>")  # fmt: skip
                    return
                headers = {name: value for name, value in self.headers.items() if name != "Host"}
                request = urllib.request.Request(network.site.url + self.path, headers=headers)
                try:
                    with urllib.request.urlopen(request) as found:
                        status, head, body = found.status, found.headers, found.read()
                except urllib.error.HTTPError as found:
                    status, head, body = found.code, found.headers, found.read()
                except OSError:
                    self.close_connection = True
                    return
                self.answer(status, head, body, half=how == "cut")

            def answer(self, status, headers, body, half=False):
                self.send_response_only(status)
                for name, value in headers.items():
                    if name.lower() not in ("connection", "content-length", "transfer-encoding"):
                        self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body[: len(body) // 2] if half else body)
                if half:
                    # A browser forgets what it has not yet handed on when the line goes.
                    self.wfile.flush()
                    time.sleep(1)
                self.close_connection = half

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True

    @property
    def url(self) -> str:
        return f"http://localhost:{self.server.server_address[1]}"

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()
