/** An X-Ray daemon that keeps what it is told. */
import { createSocket } from 'node:dgram'
import { vi } from 'vitest'

export interface SegmentDocument {
  readonly type: string
  readonly name: string
  readonly id: string
  readonly trace_id: string
  readonly parent_id: string
  readonly start_time: number
  readonly end_time: number
  readonly fault?: boolean
  readonly cause?: {
    readonly exceptions: readonly {
      readonly type: string
      readonly message: string
      readonly stack: readonly { readonly path: string; readonly line: number; readonly label: string }[]
    }[]
  }
  readonly annotations: Record<string, unknown>
}

export interface FakeDaemon {
  /** `host:port`. */
  readonly address: string
  readonly segments: SegmentDocument[]
  /** Resolves to the documents when so many have arrived: datagrams take a moment though they were sent. */
  received(count: number): Promise<SegmentDocument[]>
  close(): void
}

export async function startFakeDaemon(): Promise<FakeDaemon> {
  const socket = createSocket('udp4')
  const segments: SegmentDocument[] = []
  socket.on('message', (datagram) => {
    const [header, document] = datagram.toString('utf8').split('\n')
    if (header === '{"format":"json","version":1}') segments.push(JSON.parse(document!))
  })
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve))
  return {
    address: `127.0.0.1:${socket.address().port}`,
    segments,
    async received(count) {
      await vi.waitUntil(() => segments.length >= count, { interval: 2, timeout: 2000 })
      return segments
    },
    close: () => socket.close(),
  }
}
