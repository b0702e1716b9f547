"""A network that misbehaves, between the browser and the site."""

import threading
import time
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


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
