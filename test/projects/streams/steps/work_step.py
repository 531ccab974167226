config = {
    "type": "event",
    "name": "Work",
    "subscribes": ["job.started"],
    "emits": ["job.done"],
    "flows": ["jobs"],
}


async def handler(input, context):
    progress = context.streams.progress
    await progress.set("jobs", input["id"], {"percent": 50, "note": "half way"})
    await progress.send({"groupId": "jobs"}, {"type": "cheer", "data": {"id": input["id"]}})
    await context.emit({"topic": "job.done", "data": input})
