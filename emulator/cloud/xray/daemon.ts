import { createSocket } from 'node:dgram'
import { isRecord } from '../template/model.ts'

/** A segment document as a function's runtime sends it. Times are seconds since 1970. */
export interface SegmentDocument {
  readonly type?: 'subsegment'
  readonly name: string
  readonly id: string
  readonly trace_id?: string
  readonly parent_id?: string
  readonly start_time: number
  readonly end_time?: number
  readonly in_progress?: boolean
  readonly error?: boolean
  readonly fault?: boolean
  readonly throttle?: boolean
  readonly cause?: unknown
  readonly annotations?: Readonly<Record<string, string | number | boolean>>
  readonly subsegments?: readonly SegmentDocument[]
  /** The kind of resource: `AWS::Lambda::Function`. */
  readonly origin?: string
  readonly resource_arn?: string
  readonly user?: string
  readonly aws?: unknown
  readonly http?: {
    readonly request?: {
      readonly url?: string
      readonly method?: string
      readonly user_agent?: string
      readonly client_ip?: string
    }
    readonly response?: { readonly status?: number }
  }
}

/** A document whose sender's clock is `ahead` s behind the emulator's. */
export function moved(document: SegmentDocument, ahead: number): SegmentDocument {
  // Both clocks are the machine's until one is moved.
  if (Math.abs(ahead) < 1) return document
  const { start_time: start, end_time: end, subsegments } = document
  return {
    ...document,
    start_time: start + ahead,
    ...(end !== undefined && { end_time: end + ahead }),
    ...(subsegments && { subsegments: subsegments.map((inner) => moved(inner, ahead)) }),
  }
}

export interface XrayDaemon {
  /** Value of `AWS_XRAY_DAEMON_ADDRESS`. */
  readonly address: string
  stop(): Promise<void>
}

/**
 * Listens for segment documents as the X-Ray daemon does: one datagram, a header line and the document.
 * https://docs.aws.amazon.com/xray/latest/devguide/xray-api-sendingdata.html#xray-api-daemon
 */
export async function startXrayDaemon(onDocument: (document: SegmentDocument) => void): Promise<XrayDaemon> {
  const socket = createSocket('udp4')
  socket.on('message', (datagram) => {
    const document = readDatagram(datagram)
    if (document) onDocument(document)
  })
  await new Promise<void>((listening) => socket.bind(0, '127.0.0.1', listening))
  return {
    address: `127.0.0.1:${socket.address().port}`,
    stop: () => new Promise((closed) => socket.close(() => closed())),
  }
}

function readDatagram(datagram: Buffer): SegmentDocument | undefined {
  const end = datagram.indexOf('\n')
  if (end === -1) return undefined
  try {
    const document: unknown = JSON.parse(datagram.toString('utf8', end + 1))
    return isDocument(document) ? document : undefined
  } catch {
    // The daemon drops what it cannot read, too: a trace must not harm anybody.
    return undefined
  }
}

export function isDocument(value: unknown): value is SegmentDocument & Record<string, unknown> {
  return (
    isRecord(value) &&
    typeof value['name'] === 'string' &&
    typeof value['id'] === 'string' &&
    typeof value['start_time'] === 'number'
  )
}
