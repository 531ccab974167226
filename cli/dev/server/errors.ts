import type { ContentfulStatusCode } from 'hono/utils/http-status'

/** An answer other than 200, with the reason for whoever asked. */
export class RequestError extends Error {
  override readonly name = 'RequestError'
  readonly status: ContentfulStatusCode

  constructor(status: ContentfulStatusCode, message: string) {
    super(message)
    this.status = status
  }
}

export const notFound = (what: string, name: string): RequestError =>
  new RequestError(404, `no ${what} ${JSON.stringify(name)}`)
