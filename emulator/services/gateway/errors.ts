export class PortInUseError extends Error {
  override readonly name = 'PortInUseError'

  constructor(port: number, cause: unknown) {
    super(`port ${port} of 127.0.0.1 is taken: stop what listens there, or choose another port`, { cause })
  }
}
