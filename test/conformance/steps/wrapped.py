async def outer(req, context, next):
    if req["queryParams"].get("key") != "right":
        return {"status": 401, "body": {"error": "who are you"}}
    req["seen"] = [*req.get("seen", []), "outer"]
    answer = await next()
    return {**answer, "headers": {"x-outer": "yes"}}


async def inner(req, context, next):
    req["seen"] = [*req.get("seen", []), "inner"]
    return await next()


config = {
    "type": "api",
    "name": "wrapped",
    "method": "GET",
    "path": "/wrapped",
    "emits": [],
    "middleware": [outer, inner],
}


async def handler(req, context):
    """A handler inside of two middlewares."""
    return {"status": 200, "body": {"seen": req["seen"]}}
