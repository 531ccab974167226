"""Takes every record, and says so."""

import json
import os


def handler(event, context):
    print(json.dumps({"level": "INFO", "message": "got", "step": os.environ["MOTIA_STEP"]}))
    return {"batchItemFailures": []}
