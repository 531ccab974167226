/** docs/tracing.md: the drawn trace, the filter, the query and the CDK program, each beside the real thing. */
import { spawn } from 'node:child_process'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import type { TestApp, Trace } from '../../cli/testing.ts'
import { openPage, root } from './page.ts'
import { example, ofType, post, run, synth } from './project.ts'
import { missingPython } from './python.ts'

const page = openPage('docs/tracing.md')
const drawing = page.take('AWS::Lambda::Function').trimEnd().split('\n')
const filter = page.take('annotation[traceId]').trim()
const query = page.take('fields @timestamp').trim()
const infra = page.files('infra.ts')
const id = '1-5759e988-bd862e3fe1be46a994272793'

describe('a flow of the example', () => {
  let app: TestApp
  let trace: Trace
  beforeAll(async () => {
    app = await run(example({}))
    const order = { customer: 'Ada', email: 'ada@example.com', items: [{ sku: 'tea', quantity: 1, price: 4 }] }
    await fetch(`${app.apiUrl}/orders`, post(order))
    await app.idle()
    trace = app.traces()[0]!
  })

  test('has the subsegments that are drawn', () => {
    const handler = trace.spans.find(({ kind, step }) => kind === 'handler' && step === 'create-order')!
    const below = trace.spans
      .filter(({ parentId }) => parentId === handler.id)
      .sort((a, b) => a.start - b.start)
      .map(({ name }) => `    ${name}`)
    const drawn = drawing.slice(drawing.findIndex((line) => line.startsWith('  create-order')))
    expect(drawn.map((line) => line.replace(/ {2,}the handler$/, ''))).toEqual([`  ${handler.name}`, ...below])
    expect(trace.traceId).toMatch(/^1-[0-9a-f]{8}-[0-9a-f]{24}$/)
    expect(id).toMatch(/^1-[0-9a-f]{8}-[0-9a-f]{24}$/)
  })

  test('is found in the logs by the fields of the query', () => {
    const lines = app.logs({ traceId: trace.traceId })
    expect(new Set(lines.map(({ step }) => step))).toEqual(new Set(['create-order', 'analyze-order', 'send-receipt']))
    const fields = /^fields @timestamp, (.*?) \|/.exec(query)![1]!.split(', ')
    const [, by, value] = /filter (\w+) = "(.*?)"/.exec(query)!
    expect(value).toBe(id)
    for (const line of lines) expect(Object.keys(line)).toEqual(expect.arrayContaining([...fields, by]))
  })
})

test('the filter is the one that the command sends', async () => {
  const asked: string[] = []
  const xray = createServer(async (request, response) => {
    asked.push((JSON.parse((await request.toArray()).join('')) as { FilterExpression: string }).FilterExpression)
    response.end('{"TraceSummaries":[]}')
  })
  await new Promise<void>((resolve) => xray.listen(0, '127.0.0.1', resolve))
  try {
    const endpoint = `http://127.0.0.1:${(xray.address() as AddressInfo).port}`
    const args = ['traces', id, '--endpoint', endpoint, '--region', 'us-east-1']
    const child = spawn(process.execPath, [path.join(root, 'cli', 'main.ts'), ...args], {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' },
    })
    const closed = new Promise((resolve) => child.once('close', resolve))
    const errors = (await child.stderr.toArray()).join('')
    expect(await closed, errors).toBe(0)
    expect(asked).toEqual([expect.stringContaining(filter)])
  } finally {
    xray.close()
  }
})

test.skipIf(missingPython)('one trace is asked for in each event function; functions are named as drawn', () => {
  const template = synth(example({ ...infra, 'cdk.json': '{ "app": "node infra.ts" }' }), 'Shop')
  const continuous = ofType(template, 'AWS::Lambda::Function')
    .map(({ Properties }) => Properties.Environment.Variables)
    .filter(({ MOTIA_TRACING }) => MOTIA_TRACING === 'continuous')
  expect(continuous.map(({ MOTIA_STEP }) => MOTIA_STEP).sort()).toEqual([
    'analyze-order',
    'order-flagged',
    'process-payment',
    'send-receipt',
  ])
  const [, name] = /^Shop-(\w+?Function)/.exec(drawing[0]!)!
  expect(Object.keys(template.Resources).filter((logicalId) => logicalId.startsWith(name!))).toHaveLength(1)
})
