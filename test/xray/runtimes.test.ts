/** Whatever a Step, topic or error is called: what both runtimes send of it is what X-Ray takes. */
import { execFileSync } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import path from 'node:path'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { execute } from '../../runtime/node/invocation/execute.ts'
import { createRun } from '../../runtime/node/invocation/run.ts'
import { setEnvironment } from '../../runtime/node/testing/environment.ts'
import { lambdaContext } from '../../runtime/node/testing/invoke.ts'
import { parseTraceHeader } from '../../runtime/node/trace/header.ts'
import { documentIn, problemsOf } from './check.ts'
import { missingPython } from './python.ts'

const header = 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1'

/** Short and very long, of any characters and halves of them. */
const text = fc
  .tuple(
    fc.string({ unit: 'binary', minLength: 1, maxLength: 30 }),
    fc.constantFrom('', '\ud83d', '\ude00'),
    fc.constantFrom(1, 1, 20, 400),
  )
  .map(([some, half, times]) => (some + half).repeat(times))
const input = fc.record({ name: text, topic: text, traceId: text, type: text, message: text })

it('Node', async () => {
  const daemon = createSocket('udp4')
  daemon.bind(0, '127.0.0.1')
  await once(daemon, 'listening')
  const restore = setEnvironment({ AWS_XRAY_DAEMON_ADDRESS: `127.0.0.1:${daemon.address().port}` })
  try {
    await fc.assert(
      fc.asyncProperty(input, async ({ name, topic, traceId, type, message }) => {
        const run = createRun({
          step: name,
          trigger: 'event',
          lambda: lambdaContext(),
          parentId: 'p',
          traceId,
          hop: 0,
          header: parseTraceHeader(header),
          topic,
        })
        const arrived = once(daemon, 'message')
        const thrown = Object.assign(new Error(message), { name: type })
        await expect(execute(run, () => Promise.reject(thrown))).rejects.toBe(thrown)
        const [datagram] = (await arrived) as [Buffer]
        expect(problemsOf(documentIn(datagram))).toEqual([])
      }),
    )
  } finally {
    restore()
    daemon.close()
  }
})

it.skipIf(missingPython)('Python', () => {
  const cases = fc.sample(input, 200).map(({ name, topic, traceId, type, message }) => ({
    name,
    header,
    annotations: { step: name, topic, traceId, attempt: 1 },
    // Python refuses a class name with a null or half a character.
    type: type.replaceAll('\0', '_').toWellFormed(),
    message,
  }))
  const script = path.join(import.meta.dirname, 'subsegments.py')
  const printed = execFileSync('python3', [script], {
    input: JSON.stringify(cases),
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  })
  const datagrams = printed.trim().split('\n')
  expect(datagrams).toHaveLength(cases.length)
  for (const [index, datagram] of datagrams.entries())
    expect(problemsOf(documentIn(Buffer.from(datagram, 'base64'))), JSON.stringify(cases[index])).toEqual([])
})
