from __future__ import annotations

from pathlib import Path

import pytest
from cloud import Context, cloud
from write_step import batch, request, write_step

from motia import define_step
from motia.errors import DefinitionError


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("x = 1", r"must hold one function decorated by define_step, it has 0 \(none\)"),
        (
            """
            from motia import define_step
            @define_step(type="cron", expression="* * * * *")
            def one(): ...
            @define_step(type="cron", expression="* * * * *")
            def two(): ...
            """,
            r"it has 2 \(one, two\)",
        ),
        (
            """
            from motia import define_step
            @define_step(type="event", subscribes=["a"])
            def handler(dta, emit): ...
            """,
            "gets no parameter 'dta', did you mean 'data'",
        ),
        (
            """
            from motia import define_step
            @define_step(type="event", subscribes=["a"])
            def handler(data, /): ...
            """,
            "positional-only",
        ),
        (
            """
            from motia import define_step
            @define_step(type="api", method="GET", path="/")
            def handler(): ...
            """,
            "has type 'api', its function is for 'event'",
        ),
        (
            """
            from motia import define_step
            @define_step(type="event", subscribes=["a"], input={"typ": 1})
            def handler(): ...
            """,
            "input of step 'some' is no schema",
        ),
        (
            """
            from motia import define_step
            async def wrap(context, next): ...
            @define_step(type="event", subscribes=["a"], middleware=[wrap])
            def handler(): ...
            """,
            "the middleware is async and the handler is not",
        ),
        ("from motia import define_step\n@define_step(type='evnt')\ndef handler(): ...", "type of a step is 'evnt'"),
        ("from motia import define_step\n@define_step(type='api', path='/')\ndef handler(): ...", "needs method"),
    ],
)
def test_step_that_cannot_run_says_so_at_init(tmp_path: Path, source: str, message: str) -> None:
    with cloud("some", tmp_path), pytest.raises(DefinitionError, match=message):
        write_step(tmp_path, "event", source)


def test_missing_file(tmp_path: Path) -> None:
    from motia.adapters.event import adapt

    with cloud("some", tmp_path), pytest.raises(DefinitionError, match=r"none\.step\.py is not in the function's code"):
        adapt("none.step.py", name="some")


@pytest.mark.parametrize(
    ("source", "message"),
    [("handler = print", "has no config"), ("config = {'type': 'event'}", "has no handler")],
)
def test_motia_step_that_is_none(tmp_path: Path, source: str, message: str) -> None:
    with cloud("some", tmp_path), pytest.raises(DefinitionError, match=message):
        write_step(tmp_path, "event", source, dialect="motia")


def test_decorated_function_stays_one() -> None:
    @define_step(type="event", subscribes=["a"])
    def handler(data: int) -> int:
        return data + 1

    assert handler(1) == 2


def test_parameters_of_every_kind(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = """
        from motia import define_step
        @define_step(type="event", subscribes=["order.created"])
        def handler(data, traceId, context, *, optional=7, **rest):
            assert context.data == data and context.trace_id == traceId == rest["trace_id"]
            assert optional == 7 and rest["attempt"] == 1 and rest["remaining_time"]() == 30000
            print(sorted(rest))
    """
    with cloud("some", tmp_path):
        assert write_step(tmp_path, "event", source)(batch(1), Context()) == {"batchItemFailures": []}
    assert "'topic'" in capsys.readouterr().out


@pytest.mark.parametrize("package", ["motia", "motiadev"])
def test_types_for_annotations(tmp_path: Path, package: str) -> None:
    source = f"""
        from {package} import Context, Emit, Logger, State, define_step
        @define_step(type="event", subscribes=["a"])
        async def handler(data: int, emit: Emit, state: State, logger: Logger, context: Context) -> None:
            assert (type(emit), type(state), type(logger), type(context)) == (Emit, State, Logger, Context)
    """
    with cloud("some", tmp_path):
        assert write_step(tmp_path, "event", source)(batch(1), Context()) == {"batchItemFailures": []}


def test_project_modules_are_found_from_the_root(tmp_path: Path) -> None:
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / "prices.py").write_text("PRICE = 7")
    source = """
        from motia import define_step
        from shop.prices import PRICE
        @define_step(type="api", method="GET", path="/")
        def handler():
            return {"price": PRICE}
    """
    (tmp_path / "steps").mkdir()
    with cloud("some", tmp_path):
        handler = write_step(tmp_path, "api", source, file="steps/a b.step.py")
        assert handler(request(), Context())["body"] == '{"price":7}'


def test_dataclass_with_postponed_annotations_in_a_step_file(tmp_path: Path) -> None:
    source = """
        from __future__ import annotations
        from dataclasses import dataclass
        from motia import define_step
        @dataclass
        class Price:
            amount: float
        @define_step(type="api", method="GET", path="/")
        def handler():
            return Price(1.5)
    """
    with cloud("some", tmp_path):
        assert write_step(tmp_path, "api", source)(request(), Context())["body"] == '{"amount":1.5}'


def test_middleware_around_a_coroutine_function(tmp_path: Path) -> None:
    source = """
        from motia import define_step
        async def twice(context, next):
            first = await next()
            second = await next()
            return {"tries": [first, second]}
        def guard(context, next):
            if "key" not in context.query:
                return {"status": 401}
            context.params = {"seen": "yes"}
            return next()
        @define_step(type="api", method="GET", path="/", middleware=[guard, twice])
        async def handler(params):
            return params["seen"]
    """
    with cloud("some", tmp_path):
        handler = write_step(tmp_path, "api", source)
        assert handler(request(), Context())["statusCode"] == 401
        assert handler(request(query="key"), Context())["body"] == '{"tries":["yes","yes"]}'


def test_middleware_around_a_plain_function(tmp_path: Path) -> None:
    source = """
        from motia import define_step
        def wrap(context, next):
            return {"inner": next()}
        @define_step(type="api", method="GET", path="/", middleware=[wrap])
        def handler():
            return 1
    """
    with cloud("some", tmp_path):
        assert write_step(tmp_path, "api", source)(request(), Context())["body"] == '{"inner":1}'


def test_relative_imports_reach_the_whole_project(tmp_path: Path) -> None:
    for folder in ("relative-steps/services", "shared"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "relative-steps/services/prices.py").write_text("from ...shared.rates import RATE\nPRICE = 2 * RATE\n")
    (tmp_path / "shared/rates.py").write_text("RATE = 3\n")
    source = """
        from .services.prices import PRICE
        config = {"type": "api", "name": "some", "method": "GET", "path": "/"}
        async def handler(req, context):
            return {"status": 200, "body": PRICE}
    """
    with cloud("some", tmp_path):
        handler = write_step(tmp_path, "api", source, dialect="motia", file="relative-steps/a.price_step.py")
        assert handler(request(), Context())["body"] == "6"


def test_middleware_may_hand_on_another_first_argument(tmp_path: Path) -> None:
    source = """
        async def first(req, context, next_fn):
            return await next_fn({**req, "user": "ada"})
        async def second(req, context, next_fn):
            assert req["user"] == "ada"
            return await next_fn()
        config = {"type": "api", "name": "some", "method": "GET", "path": "/", "middleware": [first, second]}
        async def handler(req, context):
            return {"status": 200, "body": req["user"]}
    """
    with cloud("some", tmp_path):
        assert write_step(tmp_path, "api", source, dialect="motia")(request(), Context())["body"] == "ada"
