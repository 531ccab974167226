import { randomBytes } from 'node:crypto'

/** An id as API Gateway makes one for connections, requests and messages: `L0SM9cOFvHcCIhw=`. */
export function newIdentifier(): string {
  return randomBytes(11).toString('base64').replaceAll('+', '-').replaceAll('/', '_')
}
