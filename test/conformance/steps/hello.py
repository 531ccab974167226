from motia import define_step


@define_step(type="api", method="GET", path="/hello/:name")
async def handler(params, query, headers, method, path, trace_id):
    """Answers with all that a request brought."""
    return {
        "params": params,
        "query": query,
        "agent": headers.get("user-agent"),
        "method": method,
        "path": path,
        "traceId": trace_id,
    }
