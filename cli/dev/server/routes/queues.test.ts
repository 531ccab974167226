import { expect, it } from 'vitest'
import type { Session } from '../../session.ts'
import { queues } from './queues.ts'

const message = {
  messageId: 'm',
  body: JSON.stringify({ id: 'e1', topic: 't', traceId: 'trace' }),
  attributes: {},
  messageAttributes: {},
  state: 'visible',
}

const reasonWith = async (spans: readonly object[]): Promise<unknown> => {
  const emulator = {
    queues: () => [{ name: 'dead', deadLetter: true, step: 'score' }],
    messages: () => [message],
    traces: () => [{ spans }],
  }
  const response = await queues({ emulator } as unknown as Session).request('/queues/dead/messages')
  const [dead] = (await response.json()) as { reason: unknown }[]
  return dead?.reason
}

const ran = { kind: 'invocation', step: 'score', attributes: {}, error: { message: 'install python3' } }
const handled = { kind: 'handler', step: 'score', attributes: { messageId: 'e1' }, error: { message: 'boom' } }

it.each([
  ['what the handler threw at this very message', [ran, handled, ran], 'boom'],
  ['why its function could not run', [{ ...ran, error: { message: 'an earlier one' } }, ran], 'install python3'],
  ['unknown when only another Step failed', [{ ...ran, step: 'pay' }], null],
])('the reason of a dead letter is %s', async (_, spans, reason) => {
  expect(await reasonWith(spans)).toBe(reason)
})
