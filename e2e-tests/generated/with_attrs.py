"""Uses the client that openapi-python-client generates: ``with_attrs.py URL TOKEN_FILE ARCHIVE``."""

import json
import sys
import time
from io import BytesIO
from pathlib import Path

from ancho_attrs import AuthenticatedClient
from ancho_attrs.api.models import fetch_model, upload_model
from ancho_attrs.api.results import get_summary
from ancho_attrs.api.runs import get_run, submit_run
from ancho_attrs.models import (
    Model,
    Operator,
    Problem,
    Run,
    RunRequest,
    RunRequestModel,
    RunRequestStartingValuesType0,
    RunState,
    SourceRequest,
    SourceRequestHttp,
    Summary,
    TargetRequest,
    UploadModelBody,
)
from ancho_attrs.types import File

url, token, archive = sys.argv[1], Path(sys.argv[2]).read_text().strip(), Path(sys.argv[3]).read_bytes()
with AuthenticatedClient(base_url=url, token=token, raise_on_unexpected_status=True) as client:
    upload = UploadModelBody(archive=File(payload=BytesIO(archive), file_name="m.tar.gz"))
    model = upload_model.sync(client=client, body=upload)
    assert isinstance(model, Model), model
    refused = fetch_model.sync(client=client, body=SourceRequest(http=SourceRequestHttp(url="http://127.0.0.1/")))
    assert isinstance(refused, Problem), refused
    values = RunRequestStartingValuesType0()
    values["threshold"] = 2.0
    request = RunRequest(
        model=RunRequestModel(id=model.id),
        sequences=200,
        seed=7,
        starting_values=values,
        targets=[TargetRequest(name="half", output="draw", op=Operator("<"), value=0.5)],
    )
    run = submit_run.sync(client=client, body=request)
    assert isinstance(run, Run), run
    while run.state in (RunState.SUBMITTED, RunState.RUNNING, RunState.SUMMARIZING):
        time.sleep(0.2)
        run = get_run.sync(run.id, client=client)
        assert isinstance(run, Run), run
    assert run.state == RunState.COMPLETED, run.reason
    summary = get_summary.sync(run.id, client=client)
    assert isinstance(summary, Summary), summary
    draw = summary.outputs["draw"]
    probability = summary.targets["half"].probability
    print(json.dumps({"run": run.id, "count": draw.count, "mean": draw.mean, "probability": probability}))
