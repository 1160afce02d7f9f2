"""A supervisor that only pretends to have parts, in place of the embedded stack's."""

import sys
from pathlib import Path

# Started in place of java: takes the lock, listens, and tells of one part that is up after its second status.
SUPERVISOR = """
import fcntl, json, os, sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

home = Path(os.environ["ANCHO_HOME"])
fate = os.environ["FATE"]
if fate == "refuses":
    sys.exit("another program uses port 8080")
lock = (home / "supervisor.lock").open("w")
fcntl.lockf(lock, fcntl.LOCK_EX)
(home / "token").write_text("secret")
asked = 0

class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        global asked
        asked += 1
        state = "starting" if asked < 3 or fate == "starts for ever" else "up" if fate == "ends slowly" else fate
        part = {"name": "kafka", "kind": "middleware", "state": state, "pid": os.getpid(), "port": 9092,
                "memory_bytes": 2**28, "restarts": 0, "since": "2026-11-21T09:00:00.123456789Z",
                "reason": "kafka ended\\nno disk left"}
        self.answer({"state": state, "url": os.environ.get("API", "http://127.0.0.1:8080"), "parts": [part]})

    def do_POST(self):
        self.answer({})
        if fate != "ends slowly":
            os._exit(0)

    def answer(self, document):
        allowed = self.headers["Authorization"] == "Bearer secret"
        body = json.dumps(document if allowed else {}).encode()
        self.send_response(200 if allowed else 401)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()

    def log_message(self, *arguments):
        pass

server = HTTPServer(("127.0.0.1", 0), Handler)
(home / "supervisor.url").write_text(f"http://127.0.0.1:{server.server_port}")
server.serve_forever()
"""


def pretend(folder: Path) -> dict[str, str]:
    """Makes an empty home, a repository that has been built, and a java that is the pretended supervisor.

    Returns the variables that have ``ancho`` use them. ``FATE`` is ``up``, ``failed``, ``refuses``, ``starts for ever``
    or ``ends slowly``, which is never; ``API`` the address that it tells.
    """
    jar = folder / "repository" / "local-stack" / "supervisor" / "target" / "app" / "local-supervisor.jar"
    jar.parent.mkdir(parents=True, exist_ok=True)
    jar.touch()
    java = folder / "jdk" / "bin" / "java"
    java.parent.mkdir(parents=True, exist_ok=True)
    java.write_text(f"#!{sys.executable}\n{SUPERVISOR}")
    java.chmod(0o755)
    home = folder / "home"
    home.mkdir(exist_ok=True)
    return {
        "ANCHO_HOME": str(home),
        "ANCHO_REPO": str(folder / "repository"),
        "JAVA_HOME": str(folder / "jdk"),
        "FATE": "up",
    }
