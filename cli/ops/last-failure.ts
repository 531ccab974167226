import { type CloudWatchLogsClient, paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs'
import type { Failure } from './failure.ts'
import { anyOf } from './filter-pattern.ts'
import type { Letter } from './letter.ts'
import { describeLine, isLambdas, type Line, readLine, requestOf } from './log-line.ts'

/** What the logs tell of a letter: why it failed, or else what is known. */
export type Told = { readonly failure: Failure } | { readonly note: string }

/** How Lambda's own lines of failures are found: those of its runtimes, and, of a function that it stopped, its report. */
const failureTerms = [
  'ERROR',
  'FATAL',
  'Task timed out',
  'Runtime exited',
  '"status":"timeout"',
  '"status":"error"',
  '"status":"failure"',
]
/** A pattern has at most 1,024 characters: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html */
const termsAtOnce = 20

/**
 * The last failure of each letter in its Step's logs. What the runtime had no time to log, Lambda tells of the request, and
 * what failed before there was one, of the function alone: the latter is a note, for nothing ties it to the letter.
 *
 * @param absent why there may be no line of a letter
 */
export async function lastFailures(
  client: CloudWatchLogsClient,
  logGroup: string,
  letters: readonly Letter[],
  absent: string,
  abortSignal?: AbortSignal,
): Promise<ReadonlyMap<Letter, Told>> {
  const options = abortSignal ? { abortSignal } : {}
  const search = async (terms: readonly string[], startTime: number): Promise<Line[]> => {
    const lines = new Map<string, Line>()
    for (let first = 0; first < terms.length; first += termsAtOnce) {
      const filterPattern = anyOf(terms.slice(first, first + termsAtOnce))
      const input = { logGroupName: logGroup, filterPattern, startTime }
      for await (const page of paginateFilterLogEvents({ client }, input, options))
        for (const { eventId, timestamp = 0, message = '' } of page.events ?? [])
          lines.set(eventId!, readLine(timestamp, message))
    }
    return [...lines.values()].sort((a, b) => a.time - b.time)
  }
  const since = (some: readonly Letter[]) => Math.min(...some.map((letter) => letter.since))

  const lines = await search([...new Set(letters.flatMap(({ mark }) => mark ?? []))], since(letters))
  const found = new Map<Letter, Told>()
  for (const letter of letters) {
    const failure = loggedFailure(lines, letter)
    if (failure) found.set(letter, { failure })
  }
  const rest = letters.filter((letter) => !found.has(letter))
  if (rest.length === 0) return found

  const lambdas = (await search(failureTerms, since(rest))).filter(isLambdas)
  for (const letter of rest) {
    const requests = new Set(lines.filter((line) => isOf(line, letter)).map(({ fields }) => fields['requestId']))
    const stopped = lambdas.filter((line) => requests.has(requestOf(line))).map(describeLine)
    const others = lambdas.filter(({ time }) => time >= letter.since).map(describeLine)
    found.set(letter, conclusion(stopped, others, absent))
  }
  return found
}

/** Lambda names the request that it stopped, not the message: several that end in different ways are not told apart. */
function conclusion(stopped: readonly Failure[], others: readonly Failure[], absent: string): Told {
  const last = stopped.at(-1)
  if (last && stopped.every(({ reason }) => reason === last.reason)) return { failure: last }
  const none = 'the logs have no error of this message'
  if (last) return { note: `${none}; messages of its trace ended with ${[...new Set(stopped.map(brief))].join(', ')}` }
  const other = others.at(-1)
  return { note: other ? `${none}; the function's last one since: ${brief(other)}` : `${none}: ${absent}` }
}

const brief = ({ reason, failedAt }: Failure): string => `${reason} (${failedAt})`

function loggedFailure(lines: readonly Line[], letter: Letter): Failure | undefined {
  const errors = lines.filter(({ fields }) => fields['level'] === 'ERROR')
  const own = errors.findLast(({ fields }) => fields['messageId'] === letter.messageId)
  return own && describeLine(own)
}

const isOf = ({ fields }: Line, { traceId }: Letter): boolean => traceId !== null && fields['traceId'] === traceId
