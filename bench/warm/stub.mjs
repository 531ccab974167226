// Node's HTTP client without a network: every request is answered at once by `answer(target, body)`.
import { EventEmitter } from 'node:events'
import http from 'node:http'
import { syncBuiltinESMExports } from 'node:module'
import { Readable } from 'node:stream'

class Request extends EventEmitter {
  reusedSocket = false
  destroyed = false
  chunks = []

  constructor(headers, listener, answer) {
    super()
    this.headers = headers
    this.answer = answer
    if (listener) this.once('response', listener)
  }

  write(chunk) {
    this.chunks.push(chunk)
    return true
  }

  end(chunk) {
    if (chunk !== undefined) this.chunks.push(chunk)
    queueMicrotask(() => {
      const response = Readable.from([
        Buffer.from(this.answer(String(this.headers['x-amz-target']), this.chunks.join(''))),
      ])
      response.statusCode = 200
      response.headers = { 'content-type': 'application/x-amz-json-1.0' }
      this.emit('response', response)
    })
    return this
  }

  setTimeout() {
    return this
  }

  destroy() {
    this.destroyed = true
    return this
  }
}

/** Takes the place of `http.request`, also for who imported it by name. */
export function stubHttp(answer) {
  http.request = (first, second, third) => {
    const [options, listener] = typeof second === 'function' ? [first, second] : [{ ...second }, third]
    return new Request(options.headers ?? {}, listener, answer)
  }
  syncBuiltinESMExports()
}
