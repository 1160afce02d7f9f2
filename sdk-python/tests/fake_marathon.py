"""A stand-in of Marathon 1.11, and of the Mesos behind it as far as logs are asked for.

It is a real HTTP server. ``test_fake_marathon.py`` compares what it answers with what a running Marathon answered.
"""

import base64
import json
import queue
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from ancho._marathon.acceptance import app_problems, group_problems
from ancho._marathon.acceptance.identity import absolute
from fake_marathon_cluster import AGENT, App, Cluster, Instance, Plan

TURN_SECONDS = 0.02
LOCKED = (
    "App is locked by one or more deployments. Override with the option '?force=true'. "
    "View details at '/v2/deployments/<DEPLOYMENT_ID>'."
)
_REASONS = (
    "UnfulfilledRole",
    "UnfulfilledConstraint",
    "NoCorrespondingReservationFound",
    "AgentMaintenance",
    "InsufficientCpus",
    "InsufficientMemory",
    "InsufficientDisk",
    "InsufficientGpus",
    "InsufficientPorts",
    "DeclinedScarceResources",
)
_DEFAULTS: App = {
    "backoffFactor": 1.15,
    "backoffSeconds": 1,
    "cpus": 1.0,
    "disk": 0.0,
    "executor": "",
    "instances": 1,
    "labels": {},
    "maxLaunchDelaySeconds": 300,
    "mem": 128.0,
    "gpus": 0,
    "networks": [{"mode": "host"}],
    "portDefinitions": [{"port": 0, "name": "default", "protocol": "tcp"}],
    "requirePorts": False,
    "upgradeStrategy": {"maximumOverCapacity": 1.0, "minimumHealthCapacity": 1.0},
    "killSelection": "YOUNGEST_FIRST",
    "unreachableStrategy": {"inactiveAfterSeconds": 0, "expungeAfterSeconds": 0},
    "role": "*",
}
_HEALTH_DEFAULTS = {
    "gracePeriodSeconds": 300,
    "intervalSeconds": 60,
    "maxConsecutiveFailures": 3,
    "timeoutSeconds": 20,
    "delaySeconds": 15,
    "ipProtocol": "IPv4",
}


class Answer(Exception):  # noqa: N818
    """An answer that ends the handling of a request."""

    def __init__(self, status: int, document: Any, location: str | None = None) -> None:
        super().__init__(status)
        self.status, self.document, self.location = status, document, location


class FakeMarathon:
    """A Marathon at ``url``.

    Attributes
    ----------
    cluster
        what is behind it; ``cluster.fate`` decides about tasks
    user
        ``NAME:PASSWORD`` that it asks for, if any
    has_leader, has_events
        whether it has a leader, and an event stream
    refuses
        what it answers to the next change, if that is not what its rules say
    leads_to
        the address that it redirects to, if any
    log
        what the sandboxes hold
    requests
        method, path and body of each request
    is_moving
        whether time goes by of itself
    """

    def __init__(self, *, is_moving: bool = True) -> None:
        self.user: str | None = None
        self.has_leader = True
        self.has_events = True
        self.leads_to: str | None = None
        self.refuses: Answer | None = None
        self.is_moving = is_moving
        self.log = "starting\nno route to cassandra-1\n"
        self.requests: list[tuple[str, str, Any]] = []
        self.lock = threading.RLock()
        self._streams: list[queue.SimpleQueue[bytes | None]] = []
        self.cluster = Cluster(self._emit)
        self._over = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self.port = self._server.server_port
        self.url = f"http://127.0.0.1:{self.port}"
        self._threads = [
            threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True),
            threading.Thread(target=self._turn, daemon=True),
        ]
        for thread in self._threads:
            thread.start()

    def close(self) -> None:
        """Stop, and end what is streamed."""
        self._over.set()
        self.drop_streams()
        self._server.shutdown()
        self._server.server_close()

    def turn(self) -> None:
        """Let a little time go by."""
        with self.lock:
            self.cluster.turn()

    def drop_streams(self) -> None:
        """End all event streams, as a restart does."""
        for stream in self._streams:
            stream.put(None)

    def await_true(self, condition: Callable[[], object], seconds: float = 20.0) -> None:
        """Wait until something is so."""
        deadline = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < deadline, "it did not become so"
            time.sleep(0.01)

    def is_calm(self) -> bool:
        """Whether no deployment is under way."""
        return not self.cluster.plans

    def deploy(self, group: dict[str, Any]) -> None:
        """Have a group, complete."""
        with self.lock:
            self.cluster.start(self.cluster.plan(self._wanted(group)))
        self.await_true(self.is_calm)

    def tasks(self, name: str) -> list[Instance]:
        """The instances of an app of the group ``/ancho``."""
        with self.lock:
            return self.cluster.of(f"/ancho/{name}")

    def changing(self) -> list[tuple[str, str]]:
        """Method and path of the requests that change something."""
        return [(method, path) for method, path, _ in self.requests if method != "GET"]

    # --- Moving on -------------------------------------------------------------------------------

    def _turn(self) -> None:
        while not self._over.wait(TURN_SECONDS):
            if self.is_moving:
                self.turn()

    def _emit(self, name: str, document: dict[str, Any]) -> None:
        told = {**document, "eventType": name, "timestamp": self.cluster.now()}
        for stream in self._streams:
            stream.put(f"event: {name}\ndata: {json.dumps(told)}\n\n".encode())

    # --- Requests --------------------------------------------------------------------------------

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        marathon = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_any(self) -> None:
                marathon._handle(self)

            do_GET = do_PUT = do_POST = do_DELETE = handle_any  # noqa: N815

            def log_message(self, *_: object) -> None:
                pass

        return Handler

    def _handle(self, request: BaseHTTPRequestHandler) -> None:
        address = urlsplit(request.path)
        path, query = unquote(address.path), parse_qs(address.query)
        body = request.rfile.read(int(request.headers.get("Content-Length") or 0))
        try:
            self._check_access(request)
            sent = _parsed(body)
            self.requests.append((request.command, request.path, sent))
            if path == "/v2/events":
                self._stream(request)
                return
            with self.lock:
                answer = self._answer(request.command, path, query, sent)
        except Answer as other:
            answer = other
        _write(request, answer)

    def _check_access(self, request: BaseHTTPRequestHandler) -> None:
        if self.user is not None:
            expected = "Basic " + base64.b64encode(self.user.encode()).decode()
            if request.headers.get("Authorization") != expected:
                raise Answer(401, None)
        if self.leads_to is not None:
            raise Answer(307, None, self.leads_to + request.path)
        if not self.has_leader:
            raise Answer(502, "Could not determine the current leader")

    def _answer(self, method: str, path: str, query: dict[str, list[str]], sent: Any) -> Answer:
        is_forced = query.get("force") == ["true"]
        if method != "GET" and self.refuses is not None:
            refused, self.refuses = self.refuses, None
            raise refused
        for start, handle in self._routes().items():
            if path == start or path.startswith(f"{start}/"):
                return handle(method, path.removeprefix(start).lstrip("/"), is_forced, query, sent)
        raise Answer(500, {"message": "URI not found"})

    def _routes(self) -> dict[str, Callable[..., Answer]]:
        return {
            "/v2/info": lambda *_: Answer(200, self._info()),
            "/v2/groups": self._groups,
            "/v2/apps": self._apps,
            "/v2/deployments": self._deployments,
            "/v2/queue": lambda *_: Answer(200, {"queue": self._queue()}),
            "/v2/tasks/delete": self._end_tasks,
            "/mesos/slaves": lambda *_: Answer(
                200, {"slaves": [{"id": AGENT, "pid": f"slave(1)@127.0.0.1:{self.port}"}]}
            ),
            "/state": lambda *_: Answer(200, {"frameworks": [{"completed_executors": self._executors()}]}),
            "/files/read": self._file,
        }

    def _info(self) -> dict[str, Any]:
        return {
            "name": "marathon",
            "version": "1.11.26",
            "elected": True,
            "leader": f"127.0.0.1:{self.port}",
            "marathon_config": {"mesos_leader_ui_url": f"{self.url}/mesos/", "mesos_role": "*"},
        }

    def _groups(self, method: str, name: str, is_forced: bool, query: dict[str, list[str]], sent: Any) -> Answer:
        group_id = "/" + name
        apps = {app_id: app for app_id, app in self.cluster.apps.items() if app_id.startswith(group_id + "/")}
        if method == "PUT":
            _refuse(group_problems({**sent, "id": sent.get("id") or group_id}))
            others = {app_id: app for app_id, app in self.cluster.apps.items() if app_id not in apps}
            wanted = others | self._wanted({**sent, "id": group_id})
            plan = self.cluster.plan(wanted)
            if query.get("dryRun") == ["true"]:
                return Answer(200, {"steps": plan.light()["steps"]})
            return self._started(plan, is_forced)
        if not apps:
            raise Answer(404, {"message": f"Group '{group_id}' does not exist", "details": []})
        if method == "DELETE":
            rest = {app_id: app for app_id, app in self.cluster.apps.items() if app_id not in apps}
            return self._started(self.cluster.plan(rest), is_forced)
        shown = [self._shown(app, query) for app in apps.values()]
        return Answer(200, {"id": group_id, "apps": shown, "version": self.cluster.version})

    def _apps(self, method: str, name: str, is_forced: bool, query: dict[str, list[str]], sent: Any) -> Answer:
        app_id = "/" + name if name else str((sent or {}).get("id"))
        present = self.cluster.apps.get(app_id)
        if method in ("PUT", "POST"):
            whole = {**_sendable(present or {}), **sent, "id": app_id}
            _refuse(app_problems(whole))
            plan = self.cluster.plan({**self.cluster.apps, app_id: _normalised(whole, app_id)})
            started = self._started(plan, is_forced)
            if present is None:
                counts = self._shown(self.cluster.apps[app_id], {"embed": ["app.counts", "app.deployments"]})
                counts.pop("versionInfo")
                return Answer(201, counts)
            return started
        if present is None:
            raise Answer(404, {"message": f"App '{app_id}' does not exist", "details": []})
        if method == "DELETE":
            rest = {other: app for other, app in self.cluster.apps.items() if other != app_id}
            return self._started(self.cluster.plan(rest), True)
        embedded = {"embed": ["app.counts", "app.deployments", "app.tasks", *query.get("embed", [])]}
        return Answer(200, {"app": self._shown(present, embedded)})

    def _started(self, plan: Plan, is_forced: bool) -> Answer:
        locking = self.cluster.locking(plan)
        if locking and not is_forced:
            self._emit("deployment_failed", {"id": plan.id, "plan": plan.light(), "reason": LOCKED})
            raise Answer(409, {"message": LOCKED, "deployments": [{"id": other.id} for other in locking]})
        self.cluster.start(plan)
        return Answer(200, {"deploymentId": plan.id, "version": plan.version})

    def _deployments(self, method: str, name: str, is_forced: bool, *_: Any) -> Answer:
        if method == "GET":
            return Answer(200, [self._deployment(plan) for plan in self.cluster.plans.values()])
        plan = self.cluster.plans.get(name)
        if plan is None:
            raise Answer(404, {"message": f"DeploymentPlan {name} does not exist", "details": []})
        if is_forced:
            self.cluster.forget(plan)
            return Answer(202, None)
        back = self.cluster.revert(plan)
        return Answer(200, {"deploymentId": back.id, "version": back.version})

    def _deployment(self, plan: Plan) -> dict[str, Any]:
        acting = plan.light()["steps"][plan.step]["actions"]
        return {
            **plan.light(),
            "affectedApps": sorted(plan.affected),
            "affectedPods": [],
            "currentActions": [
                {**action, "readinessCheckResults": self.cluster.readiness(self.cluster.apps.get(action["app"], {}))}
                if action["app"] in self.cluster.apps
                else {**action, "readinessCheckResults": []}
                for action in acting
            ],
            "currentStep": plan.step + 1,
            "totalSteps": len(plan.steps),
        }

    def _queue(self) -> list[dict[str, Any]]:
        waiting = [app for app in self.cluster.apps.values() if self._scheduled(app)]
        return [
            {
                "count": len(self._scheduled(app)),
                "role": "*",
                "delay": {"timeLeftSeconds": 0, "overdue": True},
                "since": app["version"],
                "processedOffersSummary": _offers(self.cluster.fate(app) == "no offers"),
                "app": app,
            }
            for app in waiting
        ]

    def _scheduled(self, app: App) -> list[Instance]:
        return [instance for instance in self.cluster.of(app["id"]) if instance.condition == "Scheduled"]

    def _end_tasks(self, method: str, name: str, is_forced: bool, query: Any, sent: Any) -> Answer:
        for task in sent["ids"]:
            self.cluster.end_task(task)
        return Answer(200, {"tasks": []})

    def _executors(self) -> list[dict[str, Any]]:
        failed = [failure["taskId"] for failure in self.cluster.all_failures]
        return [{"id": task, "directory": f"/var/lib/mesos/{task}/runs/latest"} for task in failed]

    def _file(self, method: str, name: str, is_forced: bool, query: dict[str, list[str]], sent: Any) -> Answer:
        text = self.log if query["path"][0].endswith("/stderr") else ""
        offset = int(query["offset"][0])
        return Answer(200, {"data": "", "offset": len(text)} if offset < 0 else {"data": text[offset:], "offset": 0})

    # --- Documents -------------------------------------------------------------------------------

    def _wanted(self, group: dict[str, Any]) -> dict[str, App]:
        home = absolute(group["id"], "/")
        ids = [absolute(app["id"], home) for app in group.get("apps") or []]
        return {
            app_id: _normalised(app, app_id, home) for app_id, app in zip(ids, group.get("apps") or [], strict=True)
        }

    def _shown(self, app: App, query: dict[str, list[str]]) -> App:
        embedded = {part.removeprefix("group.apps.").removeprefix("app.") for part in query.get("embed", [])}
        instances = [i for i in self.cluster.of(app["id"]) if i.condition != "Scheduled"]
        shown = dict(app)
        if "counts" in embedded:
            running = [i for i in instances if i.condition == "Running"]
            shown["tasksStaged"] = len(instances) - len(running)
            shown["tasksRunning"] = len(running)
            shown["tasksHealthy"] = sum(i.healthy is True for i in running)
            shown["tasksUnhealthy"] = sum(i.healthy is False for i in running)
        if "deployments" in embedded:
            plans = [plan for plan in self.cluster.plans.values() if app["id"] in plan.affected]
            shown["deployments"] = [{"id": plan.id} for plan in plans]
        if "readiness" in embedded:
            shown["readinessCheckResults"] = self.cluster.readiness(app)
        if "tasks" in embedded:
            shown["tasks"] = [_task(app, instance) for instance in instances]
        if "lastTaskFailure" in embedded and app["id"] in self.cluster.failures:
            shown["lastTaskFailure"] = self.cluster.failures[app["id"]]
        return shown

    def _stream(self, request: BaseHTTPRequestHandler) -> None:
        if request.headers.get("Accept") != "text/event-stream" or not self.has_events:
            raise Answer(405, None)
        stream: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        with self.lock:
            self._streams.append(stream)
        request.send_response(200)
        request.send_header("Content-Type", "text/event-stream;charset=utf-8")
        request.send_header("Connection", "close")
        request.end_headers()
        request.close_connection = True
        try:
            while (part := stream.get()) is not None:
                request.wfile.write(part)
        except OSError:
            pass  # the client has gone
        with self.lock:
            self._streams.remove(stream)


def _parsed(body: bytes) -> Any:
    try:
        return json.loads(body) if body else None
    except ValueError:
        raise Answer(400, {"message": "Invalid JSON", "details": []}) from None


def _write(request: BaseHTTPRequestHandler, answer: Answer) -> None:
    is_text = isinstance(answer.document, str)
    body = b"" if answer.document is None else (answer.document if is_text else json.dumps(answer.document)).encode()
    request.send_response(answer.status)
    request.send_header("Content-Type", "text/html" if is_text else "application/json")
    request.send_header("Content-Length", str(len(body)))
    if answer.location is not None:
        request.send_header("Location", answer.location)
    if answer.status == 401:
        request.send_header("WWW-Authenticate", 'basic realm="null"')
    request.end_headers()
    request.wfile.write(body)


def _refuse(problems: list[Any]) -> None:
    refused = [problem for problem in problems if problem.outcome == "refused"]
    if refused:
        details = [{"path": problem.path, "errors": [problem.fault]} for problem in refused]
        raise Answer(422, {"message": "Object is not valid", "details": details})


def _sendable(app: App) -> App:
    return {name: value for name, value in app.items() if name not in ("version", "versionInfo")}


def _normalised(app: App, app_id: str, home: str = "/") -> App:
    made = {**_DEFAULTS, **{name: value for name, value in app.items() if value is not None}, "id": app_id}
    if made.get("dependencies"):
        made["dependencies"] = [absolute(name, home) for name in made["dependencies"]]
    if made.get("healthChecks"):
        made["healthChecks"] = [{**_HEALTH_DEFAULTS, **check} for check in made["healthChecks"]]
    if (docker := (made.get("container") or {}).get("docker")) is not None:
        made["container"] = {"volumes": [], **made["container"], "docker": {"parameters": [], **docker}}
    return made


def _task(app: App, instance: Instance) -> dict[str, Any]:
    checked = {"alive": instance.healthy, "consecutiveFailures": 0, "instanceId": f"instance [{instance.id}]"}
    return {
        "appId": app["id"],
        "healthCheckResults": [checked] if instance.healthy is not None else [],
        "host": instance.host,
        "id": instance.task,
        "ipAddresses": [{"ipAddress": "127.0.0.1", "protocol": "IPv4"}],
        "ports": [31000],
        "servicePorts": [],
        "slaveId": AGENT,
        "state": "TASK_RUNNING" if instance.condition == "Running" else "TASK_STAGING",
        "stagedAt": instance.version,
        "startedAt": instance.version,
        "version": instance.version,
        "localVolumes": [],
        "role": "*",
    }


def _offers(is_refused: bool) -> dict[str, Any]:
    declined = {"InsufficientPorts": 6} if is_refused else {}
    rows = [{"reason": reason, "declined": declined.get(reason, 0), "processed": 6} for reason in _REASONS]
    return {
        "processedOffersCount": 6,
        "unusedOffersCount": 6 if is_refused else 0,
        "rejectSummaryLastOffers": rows,
        "rejectSummaryLaunchAttempt": rows,
    }
