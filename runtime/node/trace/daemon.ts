import type { Socket } from 'node:dgram'

const header = '{"format":"json","version":1}\n'

/** A datagram holds at most 64 KB; the daemon drops what is larger. */
const limit = 60_000

let socket: Socket | undefined

/**
 * Sends one subsegment document to the X-Ray daemon at `AWS_XRAY_DAEMON_ADDRESS`. Resolves when the datagram is on its
 * way and never rejects: a trace is no reason to fail.
 *
 * https://docs.aws.amazon.com/xray/latest/devguide/xray-api-sendingdata.html#xray-api-daemon
 */
export function sendDocument(document: object): Promise<void> {
  const address = daemonAddress()
  if (!address) return Promise.resolve()
  const text = fitting(document)
  if (text === undefined) return Promise.resolve()
  return new Promise((resolve) => {
    try {
      open().send(text, address.port, address.host, () => resolve())
    } catch {
      resolve() // a socket that was closed under us is no failure of the Step
    }
  })
}

/** A document that is too large goes without what is said of its error. */
function fitting(document: object): string | undefined {
  for (const each of [document, { ...document, cause: undefined }]) {
    const text = header + JSON.stringify(each)
    if (Buffer.byteLength(text) <= limit) return text
  }
  return undefined
}

/** `host:port`, or `tcp:host:port udp:host:port`. */
function daemonAddress(): { readonly host: string; readonly port: number } | undefined {
  const match = /(?:udp:)?([^\s:]+):(\d+)$/.exec(process.env['AWS_XRAY_DAEMON_ADDRESS'] ?? '')
  return match ? { host: match[1]!, port: Number(match[2]) } : undefined
}

function open(): Socket {
  if (!socket) {
    socket = process.getBuiltinModule('node:dgram').createSocket('udp4')
    socket.on('error', () => {
      socket = undefined
    })
    socket.unref()
  }
  return socket
}
