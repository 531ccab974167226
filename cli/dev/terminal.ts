import path from 'node:path'
import { styleText } from 'node:util'
import type { LogLine } from '../../emulator/index.ts'
import type { Finding, Step } from '../../lib/steps/model.ts'
import { formatFinding } from '../errors.ts'
import type { Followed } from './failures.ts'
import type { AppInfo } from './protocol.ts'

type Style = Parameters<typeof styleText>[0]

/** ms before a stage that goes on is worth a word. */
const patience = 500

export interface Terminal {
  readonly write: (line: string) => void
  /** Colours where the output is a terminal that has them. */
  readonly paint: (style: Style, text: string) => string
}

export function createTerminal(stream: NodeJS.WriteStream = process.stdout): Terminal {
  return {
    write: (line) => void stream.write(`${line}\n`),
    paint: (style, text) => styleText(style, text, { stream, validateStream: true }),
  }
}

/** Runs a stage, and says what it is doing when it takes longer than half a second. */
export async function stage<T>(terminal: Terminal, doing: string, work: () => Promise<T>): Promise<T> {
  const timer = setTimeout(() => terminal.write(terminal.paint('dim', `  ${doing} ...`)), patience)
  try {
    return await work()
  } finally {
    clearTimeout(timer)
  }
}

export interface Welcome {
  readonly name: string
  readonly apiUrl: string | undefined
  /** Where clients of streams connect. */
  readonly webSocketUrl: string | undefined
  readonly workbenchUrl: string
  /** The emulator's AWS endpoint. */
  readonly endpoint: string
  readonly steps: readonly Step[]
  readonly missing: AppInfo['missing']
  /** The cdk.json that makes the template, where that is not in the project's own folder. */
  readonly cdkApp: string | undefined
  readonly notices: readonly string[]
}

/** The first thing one sees: where things are, the routes, and what is missing. */
export function banner(terminal: Terminal, info: Welcome): void {
  const { paint, write } = terminal
  write('')
  const { length } = info.steps
  write(`  ${paint('bold', info.name)}  ${length} ${length === 1 ? 'Step' : 'Steps'}`)
  write('')
  if (info.apiUrl) write(`  API        ${paint('cyan', info.apiUrl.replace('127.0.0.1', 'localhost'))}`)
  if (info.webSocketUrl) write(`  Streams    ${paint('cyan', info.webSocketUrl.replace('127.0.0.1', 'localhost'))}`)
  write(`  Workbench  ${paint('cyan', info.workbenchUrl)}`)
  write(`  AWS        ${paint('cyan', info.endpoint)}  motia-aws dlq, invoke, logs and traces take --local`)
  if (info.cdkApp) write(`  CDK app    ${info.cdkApp}`)
  write('')
  for (const line of routesOf(info.steps)) write(`  ${line}`)
  for (const line of missingOf(info.missing)) write(`  ${paint('yellow', '!')} ${line}`)
  for (const notice of info.notices) write(`  ${paint('yellow', '!')} ${notice}`)
  write('')
}

function routesOf(steps: readonly Step[]): string[] {
  return steps.flatMap((step) =>
    step.triggers.flatMap((trigger) => {
      if (trigger.type === 'api') return [`${trigger.method.padEnd(6)} ${trigger.path.padEnd(24)} ${step.name}`]
      if (trigger.type === 'cron') return [`${'CRON'.padEnd(6)} ${trigger.expression.padEnd(24)} ${step.name}`]
      return []
    }),
  )
}

function missingOf(missing: AppInfo['missing']): string[] {
  const steps = new Map<string, { remedy: string; names: string[] }>()
  for (const { what, step, remedy } of missing) {
    const entry = steps.get(what) ?? { remedy, names: [] }
    entry.names.push(step)
    steps.set(what, entry)
  }
  return [...steps].map(([what, { names, remedy }]) => `${names.join(', ')} lacks ${what}: ${remedy}`)
}

/** One readable line for each thing that happens; undefined for what is not worth one. */
export function describeEvent(terminal: Terminal, { event, cause, held }: Followed): string | undefined {
  if (held) return undefined
  const { paint } = terminal
  const line = (time: number, mark: string, style: Style, subject: string, rest: string) =>
    `  ${paint('dim', clock(time))} ${paint(style, mark)} ${subject.padEnd(32)} ${rest}`
  switch (event.type) {
    case 'request':
      return line(
        event.time,
        '→',
        event.status >= 500 ? 'red' : event.status >= 400 ? 'yellow' : 'green',
        `${event.method} ${event.path}`,
        `${event.status}  ${duration(event.duration)}`,
      )
    case 'invocation.end':
      return event.error
        ? line(
            event.time,
            '✗',
            'red',
            event.step,
            `${duration(event.duration)}  ${reason(event.error)}${placeIn(cause?.fields['stackTrace'])}`,
          )
        : line(event.time, '✓', 'green', event.step, duration(event.duration))
    case 'deadLetter':
      return line(
        event.time,
        '✗',
        'red',
        event.step ?? event.queue,
        'a message went to the dead-letter queue; the Workbench shows it under Queues',
      )
    case 'log':
      return line(
        event.line.time,
        '·',
        event.line.level === 'ERROR' ? 'red' : event.line.level === 'WARN' ? 'yellow' : 'dim',
        event.line.step,
        `${event.line.message}${fields(event.line)}`,
      )
    default:
      return undefined
  }
}

export const printFindings = (terminal: Terminal, findings: readonly Finding[]): void => {
  for (const finding of findings) {
    const error = finding.severity === 'error'
    terminal.write(`  ${terminal.paint(error ? 'red' : 'yellow', error ? '✗' : '!')} ${formatFinding(finding)}`)
  }
}

const clock = (time: number): string => new Date(time).toTimeString().slice(0, 8)
const duration = (ms: number): string =>
  (ms < 1000 ? `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms` : `${(ms / 1000).toFixed(2)} s`).padStart(8)

/** `TypeError: no such item`, without the request's id that Lambda puts before its own reasons. */
const reason = ({ type, message }: { readonly type: string; readonly message: string }): string =>
  `${type}: ${message.split('\n')[0]!.replace(/^RequestId: \S+ (Error: )?/, '')}`

function fields({ message, fields: values }: LogLine): string {
  const { errorType, errorMessage, stackTrace, ...rest } = values
  const text = `${errorType}: ${errorMessage}`
  const told = message === text ? '' : message === errorMessage ? `${errorType}` : text
  const error = errorType === undefined ? [] : [`${told}${placeIn(stackTrace)}`.trim()]
  const entries = Object.entries(rest).map(
    ([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  )
  return [...error, ...entries].flatMap((part) => (part ? `  ${part}` : [])).join('')
}

/** A frame of Node's stacks (`at f (/app/steps/a.ts:2:1)`) or of Python's (`File "/app/steps/a.py", line 2, in f`). */
const frames = [/((?:file:\/\/)?[^\s()"]+?):(\d+)(?::\d+)?\)?$/, /^File "([^"]+)", line (\d+)/]

/**
 * The place in a stack that is the author's: not in a package, not in Node, not in the runtime. Steps run from their
 * assets, whose files stand at their places in the project.
 */
function placeIn(stack: unknown): string {
  if (!Array.isArray(stack)) return ''
  const lines = stack.map(String)
  // Python tells the innermost frame last.
  const inward = lines[0]?.startsWith('Traceback') ? lines.reverse() : lines
  for (const line of inward) {
    if (
      /node_modules|node:|[/\\](?:runtime|emulator[/\\](?:cloud|services))[/\\]|[/\\](motia|site-packages|lib[/\\]python[\d.]+)[/\\]/.test(
        line,
      )
    )
      continue
    const [, file, number] = frames.map((frame) => frame.exec(line)).find(Boolean) ?? []
    if (file?.includes('/'))
      return ` (${path.relative(process.cwd(), file.replace('file://', '')).replace(/^.*\.motia[/\\](?:bundles|assembly[/\\]\d+)[/\\][^/\\]+[/\\]/, '')}:${number})`
  }
  return ''
}
