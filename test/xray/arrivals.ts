import { Socket } from 'node:dgram'
import { afterEach, type MockInstance, vi } from 'vitest'
import { documentIn, type SentDocument } from './check.ts'

/** Listens in on the X-Ray daemon of an emulator in this process: every document that arrives there. */
export function listenIn(): () => SentDocument[] {
  const spy: MockInstance<Socket['emit']> = vi.spyOn(Socket.prototype, 'emit')
  return () =>
    spy.mock.calls
      .filter(([event]) => event === 'message')
      .map(([, datagram]) => documentIn(datagram as unknown as Buffer))
}

afterEach(() => vi.restoreAllMocks())
