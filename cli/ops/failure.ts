/** Why something failed, as a log line, a destination's record or a message's attributes tell it. */
export interface Failure {
  /** `RangeError: no such account`. */
  readonly reason: string
  /** The innermost frame of the project's own code, else of any: `steps/pay.step.ts:5:9, in charge`. */
  readonly frame?: string
  /** ISO 8601. */
  readonly failedAt?: string
  /** Counts from 1. */
  readonly attempt?: number
}

type Fields = Readonly<Record<string, unknown>>

/** What Lambda and both runtimes make of an error: `{ errorType, errorMessage, stackTrace }`; Node's answer says `trace`. */
export function failureOf(fields: Fields): Failure | undefined {
  const { errorType, errorMessage, stackTrace, trace } = fields
  if (typeof errorMessage !== 'string') return undefined
  const frame = innermost([stackTrace ?? trace].flat().filter((line) => typeof line === 'string'))
  return {
    reason: [errorType, errorMessage].filter((text) => typeof text === 'string' && text !== '').join(': '),
    ...(frame !== undefined && { frame }),
  }
}

/** `at charge (/var/task/steps/pay.step.ts:5:9)`; `File "/var/task/steps/pay_step.py", line 5, in charge`. */
const nodeFrame = /^at (?:async )?(?:(?<label>.+) \()?(?:file:\/\/)?(?<place>[^()]+:\d+:\d+)\)?$/
const pythonFrame = /^File "(?<file>.+)", line (?<line>\d+)(?:, in (?<label>.+))?$/
/** Where a function's code lies: on Lambda, and while `motia-aws dev` runs it. */
const codeFolder = /^(?:\/var\/task\/|.*[\\/]\.motia[\\/]bundles[\\/][^\\/]+[\\/])/
const notTheAuthors = /^(?:node:|<|runtime\/node\/|motia\/|\/|[A-Z]:)|node_modules|site-packages/

function innermost(stack: readonly string[]): string | undefined {
  const frames = stack.map((line) => line.trim()).flatMap((line) => frameOf(line) ?? [])
  // Python tells the innermost frame last.
  if (stack.some((line) => line.startsWith('Traceback') || pythonFrame.test(line.trim()))) frames.reverse()
  return frames.find((frame) => !notTheAuthors.test(frame)) ?? frames[0]
}

function frameOf(line: string): string | undefined {
  const node = nodeFrame.exec(line)?.groups
  const python = pythonFrame.exec(line)?.groups
  const { label } = node ?? python ?? {}
  const place = node ? node['place'] : python && `${python['file']}:${python['line']}`
  return place && `${place.replace(codeFolder, '')}${label === undefined ? '' : `, in ${label}`}`
}
