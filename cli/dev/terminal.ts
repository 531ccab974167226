import path from 'node:path'
import { styleText } from 'node:util'
import type { EmulatorEvent } from '../../emulator/index.ts'
import type { Finding, Step } from '../../lib/steps/model.ts'
import { formatFinding } from '../errors.ts'
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
  readonly workbenchUrl: string
  readonly steps: readonly Step[]
  readonly missing: AppInfo['missing']
  readonly notices: readonly string[]
}

/** The first thing one sees: where things are, the routes, and what is missing. */
export function banner(terminal: Terminal, info: Welcome): void {
  const { paint, write } = terminal
  write('')
  write(`  ${paint('bold', info.name)}  ${info.steps.length} Steps`)
  write('')
  if (info.apiUrl) write(`  API        ${paint('cyan', info.apiUrl.replace('127.0.0.1', 'localhost'))}`)
  write(`  Workbench  ${paint('cyan', info.workbenchUrl)}`)
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
export function describeEvent(terminal: Terminal, event: EmulatorEvent): string | undefined {
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
            `${duration(event.duration)}  ${event.error.type}: ${event.error.message.split('\n')[0]}`,
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
        `${event.line.message}${fields(event.line.fields)}`,
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

function fields(values: Readonly<Record<string, unknown>>): string {
  const { errorType, errorMessage, stackTrace, ...rest } = values
  const error = errorType === undefined ? [] : [`${errorType}: ${errorMessage}${placeIn(stackTrace)}`]
  const entries = Object.entries(rest).map(
    ([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  )
  return [...error, ...entries].map((part) => `  ${part}`).join('')
}

/** The first line of a stack that is the author's: not of a package, not of Node, not of the runtime. */
function placeIn(stack: unknown): string {
  if (!Array.isArray(stack)) return ''
  const own = stack
    .map(String)
    .find((frame) => /[/\\][^\s:]+:\d+/.test(frame) && !/node_modules|node:|[/\\]runtime[/\\]/.test(frame))
  const place = own === undefined ? undefined : /((?:file:\/\/)?[^\s()"]+?):(\d+)(?::\d+)?\)?$/.exec(own)
  return place ? ` (${path.relative(process.cwd(), place[1]!.replace('file://', ''))}:${place[2]})` : ''
}
