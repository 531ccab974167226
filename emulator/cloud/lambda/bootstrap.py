"""Runs one Python function as Lambda's runtime interface client does. Standard library only.

https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
"""

import http.client
import importlib
import json
import logging
import os
import signal
import sys
import time
import traceback

API = "/2018-06-01/runtime/"
JSON_LOGS = os.environ.get("AWS_LAMBDA_LOG_FORMAT") == "JSON"
BOOTSTRAP = __file__
current = {"request_id": None}


class RuntimeApi:
    """A keep-alive connection; without it the process is an orphan and ends."""

    def __init__(self):
        self.connection = http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"], timeout=None)

    def request(self, method, path, body=None, headers=None):
        try:
            self.connection.request(method, API + path, body, headers or {})
            response = self.connection.getresponse()
            return response.headers, response.read()
        except (OSError, http.client.HTTPException):
            os.kill(os.getpid(), signal.SIGKILL)

    def post(self, path, body, error_type=None):
        headers = {"Lambda-Runtime-Function-Error-Type": error_type} if error_type else {}
        self.request("POST", path, body.encode("utf-8"), headers)


class Context:
    """https://docs.aws.amazon.com/lambda/latest/dg/python-context.html"""

    def __init__(self, headers):
        env = os.environ
        self.function_name = env.get("AWS_LAMBDA_FUNCTION_NAME")
        self.function_version = env.get("AWS_LAMBDA_FUNCTION_VERSION")
        self.invoked_function_arn = headers.get("Lambda-Runtime-Invoked-Function-Arn")
        self.memory_limit_in_mb = env.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE")
        self.aws_request_id = headers.get("Lambda-Runtime-Aws-Request-Id")
        self.log_group_name = env.get("AWS_LAMBDA_LOG_GROUP_NAME")
        self.log_stream_name = env.get("AWS_LAMBDA_LOG_STREAM_NAME")
        self.identity = None
        client_context = headers.get("Lambda-Runtime-Client-Context")
        self.client_context = json.loads(client_context) if client_context else None
        self._deadline = int(headers.get("Lambda-Runtime-Deadline-Ms"))

    def get_remaining_time_in_millis(self):
        return max(self._deadline - int(time.time() * 1000), 0)


class LogHandler(logging.Handler):
    """https://docs.aws.amazon.com/lambda/latest/dg/python-logging.html"""

    def emit(self, record):
        stamp = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
        message = record.getMessage()
        if JSON_LOGS:
            line = {
                "timestamp": stamp + "Z",
                "level": record.levelname,
                "message": message,
                "logger": record.name,
                "requestId": current["request_id"],
            }
            if record.exc_info and record.exc_info[0]:
                line["errorType"] = record.exc_info[0].__name__
                line["errorMessage"] = str(record.exc_info[1])
                line["stackTrace"] = traceback.format_tb(record.exc_info[2])
            text = json.dumps(line, default=str)
        else:
            if record.exc_info:
                message += "\n" + "".join(traceback.format_exception(*record.exc_info))
            text = "[%s]\t%s.%03dZ\t%s\t%s" % (record.levelname, stamp, record.msecs, current["request_id"], message)
            text = text.replace("\n", "\r")
        sys.stdout.write(text + "\n")
        sys.stdout.flush()


def failure(error):
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if frame.filename != BOOTSTRAP]
    name = getattr(error, "lambda_error_type", None) or type(error).__name__
    return {
        "errorMessage": str(error),
        "errorType": name,
        "requestId": current["request_id"] or "",
        "stackTrace": traceback.format_list(own),
    }


def log_failure(body):
    if JSON_LOGS:
        line = {
            "timestamp": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
            "log_level": "ERROR",
            "level": "ERROR",
            "errorMessage": body["errorMessage"],
            "errorType": body["errorType"],
            "requestId": body["requestId"],
            "stackTrace": body["stackTrace"],
        }
        print(json.dumps(line), flush=True)
    else:
        text = "[ERROR] %s: %s\nTraceback (most recent call last):\n%s" % (
            body["errorType"],
            body["errorMessage"],
            "".join(body["stackTrace"]),
        )
        print(text.rstrip().replace("\n", "\r"), flush=True)


class InitError(Exception):
    def __init__(self, error_type, message):
        super().__init__(message)
        self.lambda_error_type = error_type


def load_handler(setting):
    if "." not in setting:
        raise InitError("Runtime.MalformedHandlerName", "Bad handler '%s': not enough values to unpack" % setting)
    module_name, name = setting.rsplit(".", 1)
    try:
        module = importlib.import_module(module_name.replace("/", "."))
    except ImportError as error:
        raise InitError("Runtime.ImportModuleError", "Unable to import module '%s': %s" % (module_name, error)) from error
    except SyntaxError as error:
        message = "Syntax error in module '%s': %s" % (module_name, error)
        raise InitError("Runtime.UserCodeSyntaxError", message) from error
    if not hasattr(module, name):
        raise InitError("Runtime.HandlerNotFound", "Handler '%s' missing on module '%s'" % (name, module_name))
    return getattr(module, name)


def main():
    api = RuntimeApi()
    logging.getLogger().addHandler(LogHandler())
    level = os.environ.get("AWS_LAMBDA_LOG_LEVEL")
    if level:
        logging.getLogger().setLevel({"TRACE": "DEBUG", "FATAL": "CRITICAL"}.get(level, level))
    sys.path[0] = os.environ["LAMBDA_TASK_ROOT"]
    try:
        handler = load_handler(os.environ["_HANDLER"])
    except BaseException as error:
        body = failure(error)
        log_failure(body)
        api.post("init/error", json.dumps(body), body["errorType"])
        sys.exit(1)
    while True:
        headers, event = api.request("GET", "invocation/next")
        request_id = current["request_id"] = headers.get("Lambda-Runtime-Aws-Request-Id")
        os.environ["_X_AMZN_TRACE_ID"] = headers.get("Lambda-Runtime-Trace-Id") or ""
        try:
            try:
                result = json.dumps(handler(json.loads(event), Context(headers)), default=None)
            except TypeError as error:
                if "not JSON serializable" in str(error):
                    error.lambda_error_type = "Runtime.MarshalError"
                raise
            api.post("invocation/%s/response" % request_id, result)
        except Exception as error:
            body = failure(error)
            log_failure(body)
            api.post("invocation/%s/error" % request_id, json.dumps(body), body["errorType"])
        sys.stdout.flush()
        sys.stderr.flush()


main()
