import { randomBytes } from 'node:crypto'

/** What a receipt handle says: which message of which queue, and which receive of it. */
export interface Receipt {
  readonly queue: string
  readonly sequence: number
  readonly nonce: string
}

export const newNonce = () => randomBytes(9).toString('base64')

export const writeReceipt = ({ queue, sequence, nonce }: Receipt) =>
  Buffer.from(`${queue} ${sequence} ${nonce}`).toString('base64')

/** Undefined when the text is no receipt handle. */
export function readReceipt(handle: string): Receipt | undefined {
  const [queue, sequence, nonce, ...rest] = Buffer.from(handle, 'base64').toString().split(' ')
  if (!queue || !sequence || !/^\d+$/.test(sequence) || !nonce || rest.length > 0) return undefined
  return { queue, sequence: Number(sequence), nonce }
}
