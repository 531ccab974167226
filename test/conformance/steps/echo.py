from motia import define_step


@define_step(type="api", method="POST", path="/echo")
def handler(body, raw_body):
    """Answers with the body, parsed and raw; a plain function."""
    return {"body": body, "rawBody": raw_body}
