"""The alert rules, the dashboard and Prometheus' settings, against promtool and what the services' code registers."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

yaml = pytest.importorskip("yaml", reason="PyYAML reads the rules")

HERE = Path(__file__).resolve().parent
sys.path += [str(HERE), str(HERE.parents[1] / "marathon")]

import contract  # noqa: E402
import expressions  # noqa: E402
import meters  # noqa: E402

RULES: list[dict[str, Any]] = [
    rule
    for group in yaml.safe_load((HERE / "rules.yml").read_text(encoding="utf-8"))["groups"]
    for rule in group["rules"]
]
CASES: list[dict[str, Any]] = yaml.safe_load((HERE / "rules_test.yml").read_text(encoding="utf-8"))["tests"]
DASHBOARD: dict[str, Any] = json.loads((HERE / "grafana/dashboards/ancho.json").read_text(encoding="utf-8"))
PANELS: list[dict[str, Any]] = [panel for panel in DASHBOARD["panels"] if panel["type"] != "row"]
EXPRESSIONS = {rule["alert"]: rule["expr"] for rule in RULES} | {
    f"{panel['title']} {target['refId']}": target["expr"] for panel in PANELS for target in panel["targets"]
}
REGISTERED = {service: meters.samples(service) for service in meters.SERVICES}
OF_TARGETS = {"job", "instance", "task"}
OF_BOOT = {"area", "level", "status", "uri", "path", "alertname", "alertstate"}
each_expression = pytest.mark.parametrize("name", EXPRESSIONS)
promtool = pytest.mark.skipif(
    not shutil.which("promtool"), reason="promtool (Debian's package prometheus) is not there"
)


def test_the_sources_register_meters_of_each_service() -> None:
    assert {service: len(registered) >= 3 for service, registered in REGISTERED.items()} == dict.fromkeys(
        meters.SERVICES, True
    )
    assert REGISTERED["scheduler"]["ancho_scheduler_failures_total"] == {"state", "reason", "blame"}
    assert "ancho_results_stored_bytes_total" in REGISTERED["worker"]
    assert "ancho_summary_seconds_count" in REGISTERED["stats"]


@each_expression
def test_every_metric_is_one_that_a_service_registers(name: str) -> None:
    asked = expressions.metrics(EXPRESSIONS[name])
    known = set().union(*REGISTERED.values()) | meters.OF_BOOT | meters.OF_PROMETHEUS
    assert asked
    assert asked <= known


@each_expression
def test_every_label_is_one_that_the_meter_has(name: str) -> None:
    expression = EXPRESSIONS[name]
    for metric, labels, jobs in expressions.selectors(expression):
        assert labels <= _labels(metric) | OF_TARGETS
        assert jobs <= set(meters.SERVICES)
        if metric.startswith("ancho_"):
            assert all(metric in REGISTERED[job] for job in jobs)
    of_metrics = set().union(*(_labels(metric) for metric in expressions.metrics(expression)))
    assert expressions.grouped(expression) <= of_metrics | OF_TARGETS


@each_expression
def test_a_metric_of_two_services_is_asked_of_one(name: str) -> None:
    of_several = {sample for sample in REGISTERED["run"] if sample in REGISTERED["worker"]}
    assert of_several == {"ancho_sequences_total"}
    for sample in of_several & expressions.metrics(EXPRESSIONS[name]):
        jobs = [jobs for metric, _, jobs in expressions.selectors(EXPRESSIONS[name]) if metric == sample]
        assert jobs
        assert all(len(of_one) == 1 for of_one in jobs)


def test_alerts_have_a_severity_and_a_sentence() -> None:
    for rule in RULES:
        assert rule["alert"].startswith("Ancho")
        assert rule["labels"]["severity"] in {"critical", "warning"}
        assert rule["annotations"]["summary"]


def test_the_readme_explains_every_alert_and_no_other() -> None:
    table = re.findall(r"^\| `(Ancho\w+)` \|", (HERE / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert table == [rule["alert"] for rule in RULES]


def test_every_alert_is_seen_to_fire_and_to_keep_quiet() -> None:
    checks = [check for case in CASES for check in case["alert_rule_test"]]
    fired = {check["alertname"] for check in checks if check["exp_alerts"]}
    quiet = {check["alertname"] for check in checks if not check["exp_alerts"]}
    alerts = {rule["alert"] for rule in RULES}
    assert (fired, quiet) == (alerts, alerts)


def test_the_series_of_the_rules_tests_are_those_of_the_services() -> None:
    for case in CASES:
        for series in case["input_series"]:
            [(metric, labels, jobs)] = expressions.selectors(series["series"])
            assert metric in meters.OF_BOOT | meters.OF_PROMETHEUS or all(metric in REGISTERED[job] for job in jobs)
            assert labels <= _labels(metric) | OF_TARGETS


@promtool
def test_promtool_accepts_the_rules_and_their_tests() -> None:
    _promtool("check", "rules", "rules.yml")
    _promtool("test", "rules", "rules_test.yml")


@promtool
@pytest.mark.parametrize("configuration", ["prometheus.yml", "prometheus-marathon.yml"])
def test_promtool_accepts_the_configuration(configuration: str) -> None:
    _promtool("check", "config", configuration)


@promtool
def test_promtool_accepts_the_dashboard_s_expressions(tmp_path: Path) -> None:
    recorded = [
        {"record": f"panel:{number}", "expr": expression.replace("$__rate_interval", "1m")}
        for number, expression in enumerate(EXPRESSIONS.values())
    ]
    rules = tmp_path / "panels.yml"
    rules.write_text(json.dumps({"groups": [{"name": "panels", "rules": recorded}]}), encoding="utf-8")
    _promtool("check", "rules", str(rules))


def test_prometheus_asks_every_service_at_its_port() -> None:
    jobs = _jobs("prometheus.yml")
    targets = {
        part["labels"]["job"]: part["targets"] for part in jobs["services"]["static_configs"] if "labels" in part
    }
    assert targets == {service: [f"127.0.0.1:{contract.port(service)}"] for service in meters.SERVICES}
    assert {job["metrics_path"] for name, job in jobs.items() if name != "prometheus"} == {"/actuator/prometheus"}


def test_on_a_cluster_the_jobs_are_the_apps_of_the_group() -> None:
    [job] = _jobs("prometheus-marathon.yml").values()
    keep, name = job["relabel_configs"][:2]
    group = json.loads((contract.ROOT / "marathon/ancho.json").read_text(encoding="utf-8"))
    for app in group["apps"]:
        assert re.fullmatch(keep["regex"], app["id"])
        found = re.fullmatch(name["regex"], app["id"])
        assert found
        assert found[1] in meters.SERVICES


def test_panels_have_titles_of_their_own_and_do_not_overlap() -> None:
    titles = [panel["title"] for panel in DASHBOARD["panels"]]
    assert len(titles) == len(set(titles))
    taken = [cell for panel in DASHBOARD["panels"] for cell in _cells(panel["gridPos"])]
    assert len(taken) == len(set(taken))
    assert max(column for column, _ in taken) < 24


def test_the_dashboard_asks_the_data_source_that_is_provisioned() -> None:
    [source] = yaml.safe_load((HERE / "grafana/datasources/prometheus.yaml").read_text(encoding="utf-8"))["datasources"]
    asked = {panel["datasource"]["uid"] for panel in PANELS} | {
        target["datasource"]["uid"] for panel in PANELS for target in panel["targets"]
    }
    assert asked == {source["uid"]}


def _labels(metric: str) -> frozenset[str]:
    if metric.startswith("ancho_"):
        return frozenset().union(*(registered.get(metric, frozenset()) for registered in REGISTERED.values()))
    return frozenset(OF_BOOT)


def _jobs(configuration: str) -> dict[str, dict[str, Any]]:
    document = yaml.safe_load((HERE / configuration).read_text(encoding="utf-8"))
    return {job["job_name"]: job for job in document["scrape_configs"]}


def _cells(place: dict[str, int]) -> list[tuple[int, int]]:
    columns = range(place["x"], place["x"] + place["w"])
    return [(column, row) for column in columns for row in range(place["y"], place["y"] + place["h"])]


def _promtool(*arguments: str) -> None:
    done = subprocess.run(["promtool", *arguments], cwd=HERE, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
