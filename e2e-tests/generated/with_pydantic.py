"""Uses the client that openapi-generator's ``python`` generates: ``with_pydantic.py URL TOKEN_FILE ARCHIVE``."""

import json
import sys
import time
from pathlib import Path

import ancho_pydantic as ancho
from ancho_pydantic import RunRequest, RunRequestModel, StartingValue, TargetRequest

url, token, archive = sys.argv[1], Path(sys.argv[2]).read_text().strip(), Path(sys.argv[3]).read_bytes()
with ancho.ApiClient(ancho.Configuration(host=url, access_token=token)) as client:
    model = ancho.ModelsApi(client).upload_model(("m.tar.gz", archive))
    request = RunRequest(
        model=RunRequestModel(id=model.id),
        sequences=200,
        seed=7,
        starting_values={"threshold": StartingValue(2.0)},
        targets=[TargetRequest(name="half", output="draw", op="<", value=0.5)],
    )
    runs = ancho.RunsApi(client)
    run = runs.submit_run(request)
    while run.state in ("SUBMITTED", "RUNNING", "SUMMARIZING"):
        time.sleep(0.2)
        run = runs.get_run(run.id)
    assert run.state == "COMPLETED", run.reason
    summary = ancho.ResultsApi(client).get_summary(run.id)
    draw = summary.outputs["draw"]
    probability = summary.targets["half"].probability
    print(
        json.dumps(
            {
                "run": run.id,
                "count": draw.count.actual_instance,
                "mean": draw.mean.actual_instance,
                "probability": probability,
            }
        )
    )
