"""Submissions of runs: the JSON itself, then field by field."""

from typing import Any

from bad_input.kinds import Request, malformed, submission

_FINE = b'{"model": {"id": "sha256:%s"}, "sequences": 1' % (b"0" * 64)


def _target(**fields: Any) -> dict[str, Any]:
    return {"targets": [{"name": "high", "output": "face", "op": ">", "value": 3, **fields}]}


def _executors(**fields: Any) -> dict[str, Any]:
    return {"executors": fields}


JSON = [
    malformed("no body", b""),
    malformed("not JSON", b"sequences=10"),
    malformed("JSON that ends early", b'{"sequences": 10'),
    malformed("something behind the JSON", b"{} {}"),
    malformed("a list", b"[]"),
    malformed("a key twice", b'{"sequences": 10, "sequences": 20}'),
    malformed("a key twice, inside", b'{"starting_values": {"faces": 6, "faces": 8}}'),
    malformed("10,000 levels of nesting", b'{"starting_values": ' + b"[" * 10_000 + b"]" * 10_000 + b"}"),
    malformed("NaN", b'{"sequences": NaN}'),
    malformed("a number of 2,000 digits", b'{"sequences": ' + b"1" * 2_000 + b"}"),
    malformed("a comment", b'{"sequences": 10 /* enough */}'),
    malformed("invalid UTF-8", b'{"name": "\xff\xfe"}'),
    malformed("half a surrogate pair", b'{"name": "\\ud800", "sequences": 1}'),
    malformed("Latin-1, and said so", '{"name": "Zoë"}'.encode("latin-1"), kind="application/json; charset=iso-8859-1"),
    malformed(
        "a charset that nobody knows",
        b"{}",
        answer="415 unsupported-media-type",
        kind="application/json; charset=klingon",
    ),
    malformed("plain text", b"{}", answer="415 unsupported-media-type", kind="text/plain"),
    malformed("a form", b"sequences=10", answer="415 unsupported-media-type", kind="application/x-www-form-urlencoded"),
    malformed("no content type", b"{}", answer="415 unsupported-media-type", kind=None),
    malformed("a content type that is none", b"{}", answer="415 unsupported-media-type", kind="nonsense"),
    malformed("2 MB", b" " * 2_000_000, answer="413 too-large"),
    Request(
        "2 MB whose length is not announced",
        "POST",
        "/runs",
        "413 too-large",
        content=lambda: iter([b" " * 100_000] * 20),
    ),
]

FIELDS = [
    submission("no model", {"model": None}, "model"),
    submission("a model's name in place of its id", {"model": {"id": "dice"}}, "model.id"),
    submission("an unknown model", {"model": {"id": "sha256:" + "0" * 64}}, "model.id"),
    submission("somebody else's model", {"model": {"id": "$foreign_model"}}, "model.id"),
    submission("the model as a text", {"model": "$model"}, "model"),
    submission("an unknown field", {"sede": 1}, "sede"),
    submission("an unknown field, inside", _executors(foo=1), "executors.foo"),
    submission("several mistakes", {"sequences": 0, "seed": -1, "sede": 1}, "sequences", "seed", "sede"),
    submission("no sequences", {"sequences": None}, "sequences"),
    submission("sequences: 0", {"sequences": 0}, "sequences"),
    submission("sequences: −1", {"sequences": -1}, "sequences"),
    submission("sequences: 1.5", {"sequences": 1.5}, "sequences"),
    submission("sequences: as text", {"sequences": "10"}, "sequences"),
    submission("sequences: 10³⁰", {"sequences": 10**30}, "sequences"),
    malformed("sequences: 1e400", _FINE[:-1] + b"1e400}", "sequences"),
    malformed("sequences: 1e999999999", _FINE[:-1] + b"1e999999999}", "sequences"),
    submission("seed: −1", {"seed": -1}, "seed"),
    submission("seed: 2⁶³", {"seed": 2**63}, "seed"),
    submission("seed: true", {"seed": True}, "seed"),
    submission("name: blank", {"name": " "}, "name"),
    submission("name: 201 characters", {"name": "n" * 201}, "name"),
    submission("name: with a NUL", {"name": "a\0b"}, "name"),
    submission("name: with an escape sequence", {"name": "\x1b[2Ja"}, "name"),
    submission("name: with a line separator", {"name": "a\u2028b"}, "name"),
    submission("name: that turns the direction of writing", {"name": "a\u202eb"}, "name"),
    submission("block_size: 0", {"block_size": 0}, "block_size"),
    submission("block_size: 65,537", {"block_size": 65_537}, "block_size"),
    submission("max_failures: −1", {"max_failures": -1}, "max_failures"),
    submission("max_failures: more than sequences", {"max_failures": 11}, "max_failures"),
    submission("sequence_timeout: 30", {"sequence_timeout": 30}, "sequence_timeout"),
    submission("sequence_timeout: 30s", {"sequence_timeout": "30s"}, "sequence_timeout"),
    submission("sequence_timeout: nothing", {"sequence_timeout": "PT0S"}, "sequence_timeout"),
    submission("timeout: negative", {"timeout": "PT-1H"}, "timeout"),
    submission("timeout: ten thousand days", {"timeout": "P10000D"}, "timeout"),
    submission("quantiles: 0", {"quantiles": [0]}, "quantiles[0]"),
    submission("quantiles: 1", {"quantiles": [0.5, 1]}, "quantiles[1]"),
    submission("quantiles: one twice", {"quantiles": [0.5, 0.5]}, "quantiles[1]"),
    submission("quantiles: a number", {"quantiles": 0.5}, "quantiles"),
    submission("quantiles: 101 of them", {"quantiles": [(k + 1) / 103 for k in range(101)]}, "quantiles"),
    submission("starting_values: a list", {"starting_values": []}, "starting_values"),
    malformed("starting_values: 1e400", _FINE + b', "starting_values": {"faces": 1e400}}', "starting_values.faces"),
    submission("starting_values: 10³⁰⁹", {"starting_values": {"bias": 10**309}}, "starting_values.bias"),
    submission("starting_values: 300 kB", {"starting_values": {"names": ["a" * 300_000]}}, "starting_values"),
    submission("starting_values: an object", {"starting_values": {"faces": {"count": 6}}}, "starting_values.faces"),
    submission("labels: a number", {"labels": {"year": 2026}}, "labels.year"),
    submission("labels: a colon in the key", {"labels": {"a:b": "c"}}, "labels.a:b"),
    submission("labels: a next line (U+0085) in the text", {"labels": {"a": "b\x85c"}}, "labels.a"),
    submission("labels: 65 of them", {"labels": {f"l{k}": "" for k in range(65)}}, "labels"),
    submission("targets: an object", {"targets": {}}, "targets"),
    submission(
        "targets: an empty one",
        {"targets": [{}]},
        *(f"targets[0].{name}" for name in ("name", "output", "op", "value")),
    ),
    submission("targets: a name with a mark of the direction", _target(name="a\u200eb"), "targets[0].name"),
    submission("targets: an unknown operator", _target(op="=>"), "targets[0].op"),
    submission("targets: a text to compare with", _target(value="3"), "targets[0].value"),
    submission("targets: 10³⁰⁹ to compare with", _target(value=10**309), "targets[0].value"),
    submission("targets: an element that is none", _target(output="path[-1]"), "targets[0].output"),
    submission("targets: two of one name", {"targets": 2 * _target()["targets"]}, "targets[1].name"),
    submission("executors: a number", {"executors": 2}, "executors"),
    submission("executors: none of them", _executors(count=0), "executors.count"),
    submission("executors: a million", _executors(count=1_000_000), "executors.count"),
    submission("executors: half a core", _executors(cpus=0.5), "executors.cpus"),
    submission("executors: no memory", _executors(mem_mib=0), "executors.mem_mib"),
    submission("executors: −1 GPUs", _executors(gpus=-1), "executors.gpus"),
    submission("executors: a blank image", _executors(image=""), "executors.image"),
    submission("executors: a constraint that is none", _executors(constraints=["zone"]), "executors.constraints[0]"),
    submission(
        "executors: an unknown operator", _executors(constraints=[["zone", "NEAR", "z1"]]), "executors.constraints[0]"
    ),
    submission("executors and the pool", {"placement": "pool", "executors": {"count": 1}}, "placement"),
    submission("placement: an unknown one", {"placement": "moon"}, "placement"),
]
