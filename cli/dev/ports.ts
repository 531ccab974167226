import { createServer } from 'node:net'
import { UsageError } from '../errors.ts'

const tries = 50

/** The first free port on loopback from `wanted` on; 0 takes any. @throws {UsageError} when none of fifty is free. */
export async function freePort(wanted: number): Promise<number> {
  for (let port = wanted; port < Math.min(wanted + tries, 65_536); port++) {
    const found = await tryPort(port)
    if (found !== undefined) return found
  }
  throw new UsageError(`no free port from ${wanted} to ${wanted + tries - 1}; choose another with --port`)
}

function tryPort(port: number): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(undefined)
      else reject(error)
    })
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : undefined))
    })
  })
}
