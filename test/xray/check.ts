import { Validator } from '@cfworker/json-schema'
import { schema } from './schema.ts'

/** A document as it was sent, beyond doubt of its form only once `problemsOf` has nothing to say. */
export interface SentDocument {
  readonly type?: 'subsegment'
  readonly name: string
  readonly id: string
  readonly trace_id: string
  readonly parent_id?: string
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
  readonly annotations: Readonly<Record<string, string | number | boolean>>
}

const validator = new Validator(schema, '2020-12')

/** Bytes: "A segment document can be up to 64 kB." */
const largest = 64 * 1024

/** What X-Ray would hold against a document; empty when nothing. */
export function problemsOf(document: unknown): string[] {
  const problems = validator
    .validate(document)
    .errors.map(({ instanceLocation, error }) => `${instanceLocation}: ${error}`)
  const bytes = Buffer.byteLength(JSON.stringify(document))
  if (bytes > largest) problems.push(`${bytes} bytes are more than ${largest}`)
  const { start_time: start, end_time: end } = document as Partial<SentDocument>
  if (start !== undefined && end !== undefined && start > end)
    problems.push(`it ends at ${end}, before it starts at ${start}`)
  return problems
}

/** The document of a datagram to the daemon: https://docs.aws.amazon.com/xray/latest/devguide/xray-api-sendingdata.html#xray-api-daemon */
export function documentIn(datagram: Buffer): SentDocument {
  const [header, document, ...more] = datagram.toString('utf8').split('\n')
  const { format, version } = JSON.parse(header!) as { format: unknown; version: unknown }
  if (format !== 'json' || version !== 1 || more.length > 0)
    throw new Error(`a datagram that no daemon reads: ${header}`)
  return JSON.parse(document!, (key, value: unknown) => {
    if (typeof value === 'string' && !value.isWellFormed()) throw new Error(`half a character in ${key}`)
    return value
  }) as SentDocument
}
