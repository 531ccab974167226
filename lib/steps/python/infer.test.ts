import { afterAll, describe, expect, it } from 'vitest'
import { fixture } from '../fixture.ts'
import { createPythonReader } from '../python.ts'

interface Expected {
  readonly emits?: readonly string[]
  readonly unknown?: readonly number[]
  readonly state?: readonly string[]
}

const ALL = ['clear', 'delete', 'get', 'getGroup', 'query', 'set', 'update']

/** The handler's body, what stands above it, and other files. */
type Case = readonly [body: string, expected: Expected, top?: string, files?: Readonly<Record<string, string>>]

const KNOWN: Readonly<Record<string, Case>> = {
  'a literal': [`await emit("a", {})`, { emits: ['a'] }],
  'a keyword': [`await emit(topic="a", data={})`, { emits: ['a'] }],
  'a dict': [`await emit({"topic": "a", "data": {}})`, { emits: ['a'] }],
  'the context': [`await context.emit({"topic": "a"})`, { emits: ['a'] }],
  'an attribute by name': [
    `send = getattr(context, "emit", None) if context else None\n    if not send:\n        return\n    while send:\n        await send({"topic": "a"})`,
    { emits: ['a'] },
  ],
  'an alias': [`send = context.emit\n    await send("a")`, { emits: ['a'] }],
  'a constant': [`await emit(TOPIC)`, { emits: ['a'] }, `TOPIC = "a"`],
  'an imported constant': [
    `await emit(TOPIC)`,
    { emits: ['a'] },
    `from lib.topics import TOPIC`,
    { 'lib/topics.py': `TOPIC = "a"` },
  ],
  'a module attribute': [
    `await emit(topics.TOPIC)`,
    { emits: ['a'] },
    `from lib import topics`,
    { 'lib/topics.py': `TOPIC = "a"` },
  ],
  'an enum': [
    `await emit(Topic.A.value)`,
    { emits: ['a'] },
    `from enum import Enum\nclass Topic(str, Enum):\n    A = "a"`,
  ],
  'a condition': [`await emit("a" if data else "b")`, { emits: ['a', 'b'] }],
  'an f-string of constants': [`await emit(f"{APP}.a")`, { emits: ['shop.a'] }, `APP = "shop"`],
  'a member of a constant dict': [`await emit(T[data["kind"]])`, { emits: ['a', 'b'] }, `T = {"x": "a", "y": "b"}`],
  'a variable with two values': [
    `topic = "a"\n    if data:\n        topic = "b"\n    await emit(topic)`,
    { emits: ['a', 'b'] },
  ],
  'a loop': [`for topic in ["a", "b"]:\n        await emit(topic)`, { emits: ['a', 'b'] }],
  'a comprehension': [
    `await gather(*[emit(t) for t in ("a", "b")])`,
    { emits: ['a', 'b'] },
    `from asyncio import gather`,
  ],
  'a function of another file': [
    `await notify(emit, "a")`,
    { emits: ['a'] },
    `from lib.notify import notify`,
    { 'lib/notify.py': `async def notify(emit, topic="b"):\n    await emit(topic)` },
  ],
  'a function below a folder on sys.path': [
    `import sys; sys.path.append("..")\n    from services import outbox\n    await outbox.notify(emit)`,
    { emits: ['a'] },
    '',
    { '../services/outbox.py': `async def notify(emit):\n    await emit("a")` },
  ],
  'a function by keyword': [
    `await notify(topic="a", emit=emit)`,
    { emits: ['a'] },
    `async def notify(emit, topic):\n    await emit(topic)`,
  ],
  'a class': [
    `await Outbox(context).send("a")`,
    { emits: ['a'], state: ['set'] },
    `from lib.outbox import Outbox`,
    {
      'lib/outbox.py': `class Base:\n    def __init__(self, context):\n        self.context = context\n\nclass Outbox(Base):\n    async def send(self, topic):\n        await self.context.emit(topic)\n        await self.context.state.set("g", "k", 1)`,
    },
  ],
  'a property of a class': [
    `await Outbox(context).out("a")\n    await Child(context).kept.get("g", "k")`,
    { emits: ['a'], state: ['get'] },
    `from lib.outbox import Child, Outbox`,
    {
      'lib/outbox.py': `class Outbox:\n    def __init__(self, context):\n        self.context = context\n    @property\n    def out(self):\n        return self.context.emit\n    @property\n    def kept(self):\n        return self.context.state\n\nclass Child(Outbox):\n    pass`,
    },
  ],
  'a decorator of the project': [
    `await notify(emit)`,
    { emits: ['a', 'b'] },
    `from lib.notify import notify`,
    {
      'lib/notify.py': `import functools\n\ndef told(name):\n    def wrap(function):\n        @functools.wraps(function)\n        async def inner(emit):\n            await emit(name)\n            return await function(emit)\n        return inner\n    return wrap\n\n@told("b")\nasync def notify(emit):\n    await emit("a")`,
    },
  ],
  'a function inside': [`async def send(topic):\n        await emit(topic)\n    await send("a")`, { emits: ['a'] }],
  'try and with': [
    `try:\n        await emit("a")\n    except ValueError:\n        await emit("b")\n    with open("x") as f:\n        await emit("c")`,
    { emits: ['a', 'b', 'c'] },
  ],
  'state methods': [
    `await state.get_group("a")\n    orders = state.group("x")\n    await orders.update("1", len)`,
    { state: ['getGroup', 'update'] },
  ],
}

const UNKNOWN: Readonly<Record<string, Case>> = {
  'a topic from the input': [`await emit(data["topic"])`, { unknown: [6] }],
  'an f-string with a hole': [`await emit(f"order.{data}")`, { unknown: [6] }],
  'one way of a condition': [`await emit("a" if data else data["x"])`, { unknown: [6] }],
  'a variable with another value': [
    `topic = "a"\n    if data:\n        topic = data["x"]\n    await emit(topic)`,
    { unknown: [9] },
  ],
  'a variable that grows': [`topic = "a"\n    topic += data\n    await emit(topic)`, { unknown: [8] }],
  'a list that grows': [
    `topics = ["a"]\n    topics.append(data)\n    for topic in topics:\n        await emit(topic)`,
    { unknown: [9] },
  ],
  'a dict with what is unpacked last': [`await emit({"topic": "a", **data})`, { unknown: [6] }],
  'emit given to a package': [`await run(emit)`, { unknown: [6] }, `from package import run`],
  'the context given to a package': [`await run(context)`, { unknown: [6], state: ALL }, `from package import run`],
  'a callback with a parameter': [`run(lambda topic: emit(topic))`, { unknown: [6] }, `from package import run`],
  'the context kept in a global': [
    `global KEPT\n    KEPT = context\n    await later()`,
    { unknown: [7], state: ALL },
    `KEPT = None\nasync def later():\n    await KEPT.emit("a")`,
  ],
  'what stands for the context': [
    `await Other(context).state.get("a", "b")`,
    { unknown: [3], state: ALL },
    `class Other:\n    def __init__(self, inner): self.inner = inner\n    def __getattr__(self, name): return getattr(self.inner, name)`,
  ],
  'emit kept elsewhere': [`OUTBOX["emit"] = emit`, { unknown: [6] }, `OUTBOX = {}`],
  'logging is no harm': [`print(context)\n    logger.info("x", {"context": context})`, {}],
  'what only looks like emit': [`emit_later = print\n    emit_later("a")`, {}],
}

const projects: { remove(): void }[] = []
afterAll(() => {
  for (const one of projects) one.remove()
})

/** All cases are read in one process, as a project's Steps are. */
async function readAll(cases: Readonly<Record<string, Case>>) {
  const app = fixture()
  projects.push(app)
  const found = Object.entries(cases).map(([name, [body, , top = '', files = {}]], index) => {
    const file = `case${index}/a_step.py`
    const lines = top.split('\n')
    const padded = [...lines, ...Array.from({ length: 3 - lines.length }, () => '')]
    const own = Object.fromEntries(Object.entries(files).map(([path, text]) => [`case${index}/${path}`, text]))
    const head = padded.slice(0, 3).join('\n')
    const code = `${head}\n@define_step(type="event", name=${JSON.stringify(name)}, subscribes=["x"])\nasync def handler(data, emit, state, context, logger):\n    ${body}\n`
    app.write({ ...own, [file]: code })
    return { path: `${app.root}/${file}`, file, kind: 'step' as const, language: 'python' as const }
  })
  return await createPythonReader(app.root, 'python3').read(found)
}

for (const [title, cases] of Object.entries({
  'what Python code shows': KNOWN,
  'what it does not show is reported': UNKNOWN,
})) {
  describe(title, async () => {
    const { steps, findings } = await readAll(cases)
    it.each(Object.entries(cases))('%s', (name, [, expected]) => {
      const step = steps.find((item) => item.name === name)
      expect(step, JSON.stringify(findings)).toBeDefined()
      const lines = findings
        .filter((item) => item.step === name && item.rule === 'unknown-topic')
        .map((item) => item.location?.line)
      expect({ emits: step!.emits.map((item) => item.topic), unknown: lines, state: step!.state }).toEqual({
        emits: expected.emits ?? [],
        unknown: expected.unknown ?? [],
        state: expected.state ?? [],
      })
      expect(step!.emitsAnything).toBe((expected.unknown ?? []).length > 0)
    })
  })
}

it("sees what Motia 0.x's decorators and middleware do", async () => {
  const app = fixture()
  projects.push(app)
  const file = 'steps/a_step.py'
  app.write({
    'lib/around.py': `
def timed(name):
    async def middleware(req, context, next_fn):
        await context.emit({"topic": name, "data": {}})
        return await next_fn()
    return middleware

def kept(handler):
    async def inner(req, context):
        await context.state.set("g", "k", 1)
        return await handler(req, context)
    return inner
`,
    [file]: `
from lib.around import kept, timed

config = {"type": "api", "name": "a", "method": "GET", "path": "/", "emits": [], "middleware": [timed("b")]}

@kept
async def handler(req, context):
    await context.emit({"topic": "a", "data": {}})
`,
  })
  const found = { path: `${app.root}/${file}`, file, kind: 'step' as const, language: 'python' as const }
  const { steps, findings } = await createPythonReader(app.root, 'python3').read([found])
  expect(findings).toEqual([])
  expect(steps[0]).toMatchObject({ emits: [{ topic: 'a' }, { topic: 'b' }], state: ['set'] })
})
