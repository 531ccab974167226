/**
 * Follows the frames of a client as their bytes pass by, and says whether one of them was larger than `limit` bytes. The
 * WebSocket implementation itself only knows a limit for whole messages.
 * https://datatracker.ietf.org/doc/html/rfc6455#section-5.2
 */
export function createFrameGauge(limit: number): (bytes: Buffer) => boolean {
  const header: number[] = []
  let payloadLeft = 0
  return (bytes) => {
    for (let at = 0; at < bytes.length; ) {
      const passed = Math.min(payloadLeft, bytes.length - at)
      payloadLeft -= passed
      at += passed
      if (at === bytes.length) return false
      header.push(bytes[at++]!)
      const length = payloadLength(header)
      if (length === undefined) continue
      if (length > limit) return true
      payloadLeft = length
      header.length = 0
    }
    return false
  }
}

/** Undefined as long as the header is not complete. */
function payloadLength(header: readonly number[]): number | undefined {
  const [, second] = header
  if (second === undefined) return undefined
  const short = second & 0x7f
  const extension = short === 126 ? 2 : short === 127 ? 8 : 0
  const mask = second & 0x80 ? 4 : 0
  if (header.length < 2 + extension + mask) return undefined
  if (extension === 0) return short
  return header.slice(2, 2 + extension).reduce((length, byte) => length * 256 + byte, 0)
}
