import json

from aws_lambda_powertools import Logger, Tracer
from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from bare_event import charge

logger = Logger(service="charge")
tracer = Tracer(service="charge")
processor = BatchProcessor(event_type=EventType.SQS)


@tracer.capture_method
def handle(record):
    data = json.loads(record.body)["data"]
    logger.debug("charging", extra={"orderId": data["orderId"]})
    charge(data)


@logger.inject_lambda_context
@tracer.capture_lambda_handler
def handler(event, context):
    return process_partial_response(event=event, record_handler=handle, processor=processor, context=context)
