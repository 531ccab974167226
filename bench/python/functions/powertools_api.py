from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import APIGatewayHttpResolver
from aws_lambda_powertools.utilities.validation import validate

SCHEMA = {
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

logger = Logger(service="orders")
app = APIGatewayHttpResolver()


@app.post("/orders")
def create():
    body = app.current_event.json_body
    validate(event=body, schema=SCHEMA)
    return {"customer": body["customer"], "items": len(body["items"])}, 201


@logger.inject_lambda_context
def handler(event, context):
    return app.resolve(event, context)
