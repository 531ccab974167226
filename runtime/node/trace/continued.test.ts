import { afterEach, beforeEach, expect, test } from 'vitest'
import { setEnvironment } from '../testing/environment.ts'
import { messageTrace } from './continued.ts'
import { headerWithin, parseTraceHeader } from './header.ts'

const producer = 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8'
const invocation = parseTraceHeader(
  'Root=1-6759e988-000000000000000000000001;Parent=00000000000000aa;Sampled=1;Lineage=a:1',
)

let restore: () => void
beforeEach(() => {
  restore = setEnvironment({ MOTIA_TRACING: 'continuous' })
})
afterEach(() => restore())

test("is the producer's, with the lineage of the invocation", () => {
  const header = messageTrace(`${producer};Sampled=1;Lineage=b:9`, invocation)!
  expect(header.continued).toBe(true)
  expect(headerWithin(header, '00000000000000bb')).toBe(
    'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=00000000000000bb;Sampled=1;Lineage=a:1',
  )
})

test("keeps the producer's decision not to sample, and what calls then carry", () =>
  expect(messageTrace(`${producer};Sampled=0`, invocation)).toMatchObject({
    sampled: false,
    text: `${producer};Sampled=0;Lineage=a:1`,
  }))

test('has no lineage where the invocation has none', () =>
  expect(messageTrace(`${producer};Sampled=1`, undefined)?.text).toBe(`${producer};Sampled=1`))

test.each([undefined, '', 'nonsense', 'Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1', `${producer}0;Sampled=1`])(
  "is the invocation's where the message says %j",
  (header) => expect(messageTrace(header, invocation)).toBe(invocation),
)

test.each([undefined, 'linked', 'CONTINUOUS'])("is the invocation's with MOTIA_TRACING=%s", (tracing) => {
  const undo = setEnvironment({ MOTIA_TRACING: tracing })
  expect(messageTrace(`${producer};Sampled=1`, invocation)).toBe(invocation)
  undo()
})
