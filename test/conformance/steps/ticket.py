from motia import define_step

BODY = {
    "type": "object",
    "properties": {
        "title": {"type": "string", "minLength": 3},
        "urgent": {"type": "boolean"},
        "tags": {"type": "array", "items": {"type": "string"}},
    },
    "required": ["title"],
}


@define_step(type="api", method="POST", path="/tickets", body_schema=BODY)
async def handler(body):
    """Takes what fits a schema."""
    return {"status": 201, "body": body}
