"""A proxy of HTTP and of TLS in this process: it leads names that nobody knows to servers of a test."""

import select
import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit


class Proxy:
    """``leads`` are the addresses (``host:port``) that stand behind names; ``seen`` are the requests that came."""

    def __init__(self, leads: Mapping[str, str], password: str = "") -> None:
        self.leads = dict(leads)
        self.password = password
        self.seen: list[str] = []
        self.address = ""


class Handler(BaseHTTPRequestHandler):
    """Forwards a request, or opens a tunnel."""

    proxy: Proxy
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Ask in the client's place; the address is whole in the request."""
        self.proxy.seen.append(f"{self.command} {self.path}")
        url = urlsplit(self.path)
        if not self.admitted() or url.netloc not in self.proxy.leads:
            return
        connection = HTTPConnection(self.proxy.leads[url.netloc])
        connection.request(self.command, url.path + (f"?{url.query}" if url.query else ""), headers=dict(self.headers))
        answer = connection.getresponse()
        body = answer.read()
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in ("transfer-encoding", "content-length"):
                self.send_header(name, value)
        self.send_header("Content-Length", answer.getheader("Content-Length") or str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        connection.close()

    def do_HEAD(self) -> None:
        """The same without a body."""
        self.do_GET()

    def do_CONNECT(self) -> None:
        """Carry what both sides say."""
        self.proxy.seen.append(f"CONNECT {self.path}")
        if not self.admitted():
            return
        host, _, port = self.proxy.leads[self.path].partition(":")
        with socket.create_connection((host, int(port))) as behind:
            self.send_response(200)
            self.end_headers()
            self.carry(behind)
        self.close_connection = True

    def carry(self, behind: socket.socket) -> None:
        """Until one side ends."""
        ends = {self.connection: behind, behind: self.connection}
        while True:
            for one in select.select(list(ends), [], [], 10)[0]:
                data = one.recv(65_536)
                if not data:
                    return
                ends[one].sendall(data)

    def admitted(self) -> bool:
        """Whether the request has the proxy's password, where it wants one."""
        if not self.proxy.password or "Proxy-Authorization" in self.headers:
            return True
        self.send_response(407)
        self.send_header("Content-Length", "0")
        self.end_headers()
        return False

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def proxying(leads: Mapping[str, str], password: str = "") -> Iterator[Proxy]:
    """A proxy that listens on a free port of this machine."""
    proxy = Proxy(leads, password)
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (Handler,), {"proxy": proxy}))
    server.daemon_threads = True
    proxy.address = f"127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield proxy
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
