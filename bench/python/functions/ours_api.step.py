from motia import define_step

BODY = {
    "type": "object",
    "properties": {
        "customer": {"type": "string", "minLength": 1},
        "items": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"sku": {"type": "string"}, "quantity": {"type": "number"}},
                "required": ["sku", "quantity"],
            },
        },
    },
    "required": ["customer", "items"],
}


@define_step(type="api", method="POST", path="/orders", body_schema=BODY)
def handler(body):
    return {"status": 201, "body": {"customer": body["customer"], "items": len(body["items"])}}
