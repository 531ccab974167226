import type { MotiaStream, Streams } from '../authoring/streams.ts'
import type { Run } from '../invocation/run.ts'
import { createLogger } from '../logger/index.ts'
import { remoteCall } from '../remote/call.ts'
import { jsonOf } from '../state/value.ts'

type Operations = typeof import('./operations.ts').streamOperations
type Given<O extends keyof Operations> = Parameters<Operations[O]> extends [unknown, ...infer Rest] ? Rest : never

/** The `streams` of one run: every name is a stream. What they do is loaded with a Step's first call. */
export function createStreams(run: Run): Streams {
  const get = (_: object, name: string | symbol) => (typeof name === 'string' ? createStream(run, name) : undefined)
  return new Proxy({}, { get }) as Streams
}

function createStream(run: Run, stream: string): MotiaStream {
  const call = <O extends keyof Operations>(operation: O, ...given: Given<O>) =>
    remoteCall(
      run,
      `stream.${operation}`,
      { stream, streamOperation: operation, streamGroup: String(given[0]) },
      async (remote, options) => {
        const work = (await remote).streamOperations[operation] as (...args: unknown[]) => Promise<unknown>
        return await work({ stream, call: options, warn: createLogger(run).warn }, ...given)
      },
    ) as Promise<never>
  // Written at once: what the handler changes after an unawaited call is not what it asked to store.
  return {
    get: (groupId, id) => call('get', groupId, id),
    set: (groupId, id, data) => {
      const item = { ...data, id }
      return call('set', groupId, id, data, item, jsonOf(item))
    },
    delete: (groupId, id) => call('delete', groupId, id),
    getGroup: (groupId) => call('getGroup', groupId),
    send: (channel, event) =>
      call('send', channel?.groupId, channel?.id, event?.type, jsonOf({ type: 'event', event })),
  }
}
