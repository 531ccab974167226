// Runs in a fresh process: microseconds of the main thread's CPU per invocation, the median of batches after a warm-up.
import { answer } from '../cold/answer.mjs'
import { stubHttp } from './stub.mjs'

const { file, event, check, batch } = JSON.parse(process.argv[2])
stubHttp(answer)
const { handler } = await import(file)
const context = { awsRequestId: 'request', functionName: 'bench', getRemainingTimeInMillis: () => 30_000 }
const text = JSON.stringify(event)

const result = await handler(JSON.parse(text), context)
if (!JSON.stringify(result).includes(check)) throw new Error(`unexpected answer: ${JSON.stringify(result)}`)

const samples = []
for (let round = 0; round < 16; round++) {
  // Some middlewares change the event, so each invocation gets its own, as in Lambda.
  const events = Array.from({ length: batch }, () => JSON.parse(text))
  const before = process.threadCpuUsage()
  for (const one of events) await handler(one, context)
  const { user, system } = process.threadCpuUsage(before)
  if (round >= 5) samples.push((user + system) / batch)
}
samples.sort((a, b) => a - b)
process.stdout.write(JSON.stringify(samples[Math.floor(samples.length / 2)]))
process.exit(0)
