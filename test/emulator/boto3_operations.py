"""Looks at a running app with boto3, as an operator's programs do. Prints {"check": "ok" or a traceback} as JSON.

The endpoint, the region and the credentials come from the environment, as boto3 reads them.
"""

import json
import time
import traceback
from datetime import datetime, timedelta, timezone

import boto3
from botocore.exceptions import ClientError

cloudformation, logs, xray, functions = (boto3.client(name) for name in ("cloudformation", "logs", "xray", "lambda"))


def code_of(call, **arguments):
    """The error code that a call is refused with."""
    try:
        call(**arguments)
    except ClientError as error:
        return error.response["Error"]["Code"]
    raise AssertionError(f"{arguments} was not refused")


def resources():
    pages = cloudformation.get_paginator("list_stack_resources").paginate(StackName="App")
    return {one["LogicalResourceId"]: one for page in pages for one in page["StackResourceSummaries"]}


def physical_id(logical_id):
    return resources()[logical_id]["PhysicalResourceId"]


def until(ask):
    """Asks again and again until there is an answer; the time is a limit for what never comes."""
    deadline = time.monotonic() + 10
    while not (answer := ask()):
        assert time.monotonic() < deadline, "nothing came"
        time.sleep(0.02)
    return answer


def summaries(expression):
    now = datetime.now(timezone.utc)
    pages = xray.get_paginator("get_trace_summaries").paginate(
        StartTime=now - timedelta(minutes=5),
        EndTime=now + timedelta(seconds=1),
        FilterExpression=expression,
    )
    return [one for page in pages for one in page["TraceSummaries"]]


def check_stacks():
    [stack] = cloudformation.describe_stacks(StackName="App")["Stacks"]
    assert stack["StackStatus"] == "CREATE_COMPLETE" and isinstance(stack["CreationTime"], datetime)
    assert stack["Outputs"] == [
        {
            "OutputKey": "Name",
            "OutputValue": physical_id("Work"),
            "Description": "a & <b>",
        }
    ]
    assert [one["StackId"] for one in cloudformation.list_stacks()["StackSummaries"]] == [stack["StackId"]]
    # boto3 gives a template in JSON as a dictionary.
    template = cloudformation.get_template(StackName=stack["StackId"])["TemplateBody"]
    assert template["Resources"]["Work"]["Type"] == "AWS::Lambda::Function"
    assert code_of(cloudformation.describe_stacks, StackName="None") == "ValidationError"
    assert code_of(cloudformation.delete_stack, StackName="App") == "UnknownOperationException"


def check_resources():
    assert {"Work", "WorkRole", "WorkLogs"} == set(resources())
    detail = cloudformation.describe_stack_resource(StackName="App", LogicalResourceId="Work")["StackResourceDetail"]
    assert detail["ResourceStatus"] == "CREATE_COMPLETE"
    [one] = cloudformation.describe_stack_resources(PhysicalResourceId=physical_id("WorkLogs"))["StackResources"][-1:]
    assert one["StackName"] == "App"


def check_logs():
    name, group = physical_id("Work"), physical_id("WorkLogs")
    for number in range(3):
        functions.invoke(FunctionName=name, Payload=json.dumps({"say": f"number {number}"}))
    until(lambda: logs.filter_log_events(logGroupName=group, filterPattern='"number 2"')["events"])
    pages = logs.get_paginator("filter_log_events").paginate(
        logGroupName=group, filterPattern="number", PaginationConfig={"PageSize": 1}
    )
    found = [one for page in pages for one in page["events"]]
    assert [json.loads(one["message"])["message"] for one in found] == [
        "number 0",
        "number 1",
        "number 2",
    ]
    assert logs.filter_log_events(logGroupName=group, startTime=int(time.time() * 1000) + 60_000)["events"] == []
    [stream] = logs.describe_log_streams(logGroupName=group)["logStreams"]
    page = logs.get_log_events(logGroupName=group, logStreamName=stream["logStreamName"], startFromHead=True)
    assert len(page["events"]) == 3 and page["events"][0]["message"] == found[0]["message"]
    [described] = logs.describe_log_groups()["logGroups"]
    assert (described["logGroupName"], described["retentionInDays"]) == (group, 7)
    assert code_of(logs.filter_log_events, logGroupName="none") == "ResourceNotFoundException"


def check_traces():
    answer = functions.invoke(FunctionName=physical_id("Work"), Payload=json.dumps({"annotate": "seen"}))
    assert answer["StatusCode"] == 200
    [summary] = until(lambda: summaries('annotation[note] = "seen" AND !partial'))
    assert (summary["HasFault"], summary["HasError"], summary["HasThrottle"]) == (
        False,
        False,
        False,
    )
    assert summary["EntryPoint"]["Type"] == "AWS::Lambda" and summary["Http"]["HttpStatus"] == 200
    assert {one["Type"] for one in summary["ServiceIds"]} == {
        "AWS::Lambda",
        "AWS::Lambda::Function",
    }
    traces = xray.batch_get_traces(TraceIds=[summary["Id"], "1-00000000-000000000000000000000000"])
    assert traces["UnprocessedTraceIds"] == ["1-00000000-000000000000000000000000"]
    [service, function] = [json.loads(one["Document"]) for one in traces["Traces"][0]["Segments"]]
    assert "parent_id" not in service and function["parent_id"] == service["id"]
    assert [one["name"] for one in function["subsegments"]][-1] == "handler"


def check_failures():
    answer = functions.invoke(FunctionName=physical_id("Work"), Payload=json.dumps({"fail": True}))
    assert answer["FunctionError"] == "Unhandled"
    [summary] = until(lambda: summaries("fault"))
    [trace] = xray.batch_get_traces(TraceIds=[summary["Id"]])["Traces"]
    function = json.loads(trace["Segments"][1]["Document"])
    assert function["cause"]["exceptions"][0]["message"] == "as it was told"
    assert code_of(summaries, expression='edge("a", "b")') == "InvalidRequestException"
    assert code_of(xray.get_sampling_rules) == "UnknownOperationException"


def outcome(check):
    try:
        check()
    except Exception:
        return traceback.format_exc()
    return "ok"


if __name__ == "__main__":
    checks = [check for name, check in globals().items() if name.startswith("check_")]
    print(json.dumps({check.__name__: outcome(check) for check in checks}))
