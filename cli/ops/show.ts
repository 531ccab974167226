import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs'
import { type Message, ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs'
import { lastFailures, type Told } from './last-failure.ts'
import { type Letter, readLetter } from './letter.ts'
import { shellWord, type Target } from './options.ts'

/** ms that a log group is searched. */
const longestSearch = 30_000

/** A Step's dead-letter queue, and where the Step's functions log. */
export interface Source {
  readonly step: string
  readonly client: SQSClient
  readonly url: string
  readonly logGroup: string | undefined
  readonly target: Target
}

/** Prints the messages of a dead-letter queue, each with why it is there; they stay in the queue. */
export async function show(source: Source, limit: number, json: boolean): Promise<number> {
  const fifo = source.url.endsWith('.fifo')
  const letters = (await look(source.client, source.url, limit)).map((message) => readLetter(message, fifo))
  const told = await reasons(source, letters)
  if (json)
    console.log(
      JSON.stringify(
        letters.map((letter) => entry(letter, told.get(letter)!)),
        null,
        2,
      ),
    )
  else if (letters.length === 0) console.log('no dead letters')
  else for (const letter of letters) console.log(block(letter, told.get(letter)!, more(letter, source)))
  return 0
}

/** Receives with no visibility timeout, so that looking hides nothing from anybody. */
async function look(client: SQSClient, url: string, limit: number): Promise<readonly Message[]> {
  const found = new Map<string, Message>()
  for (let misses = 0; found.size < limit && misses < 3; ) {
    const before = found.size
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({
        QueueUrl: url,
        MaxNumberOfMessages: 10,
        VisibilityTimeout: 0,
        WaitTimeSeconds: 1,
        MessageSystemAttributeNames: ['All'],
        MessageAttributeNames: ['All'],
      }),
    )
    for (const message of Messages) found.set(message.MessageId!, message)
    if (found.size === before) misses += 1
    if (Messages.length === 0) break
  }
  return [...found.values()].slice(0, limit)
}

/** The letters' own word, and for those that SQS moved by itself the logs'. */
async function reasons({ logGroup, target }: Source, letters: readonly Letter[]): Promise<ReadonlyMap<Letter, Told>> {
  const told = new Map<Letter, Told>()
  for (const letter of letters) if (letter.failure) told.set(letter, { failure: letter.failure })
  const silent = letters.filter((letter) => !told.has(letter))
  if (silent.length === 0) return told
  const absent = target.local
    ? '`motia-aws dev` keeps them in memory, from its start on'
    : 'they have expired, or the function was stopped before it could write'
  const unknown = (note: string) => new Map([...told, ...silent.map((letter): [Letter, Told] => [letter, { note }])])
  if (logGroup === undefined) return unknown('the Step has no log group in the stack')
  const client = new CloudWatchLogsClient(target.client)
  const patience = AbortSignal.timeout(longestSearch)
  try {
    return new Map([...told, ...(await lastFailures(client, logGroup, silent, absent, patience))])
  } catch (error) {
    // Who may read the queue may not read the logs; the letters are worth showing all the same.
    const why = patience.aborted ? `not all of it within ${longestSearch / 1_000} s` : (error as Error).message
    return unknown(`${logGroup} could not be read: ${why}`)
  }
}

function entry({ id, sentAt, receiveCount, topic, traceId, body }: Letter, told: Told) {
  const why = 'failure' in told ? told.failure : { reason: null, note: told.note }
  return { id, sentAt, receiveCount, topic, traceId, ...why, body }
}

function block(letter: Letter, told: Told, commands: readonly string[]): string {
  const rows: [string, readonly string[]][] = [
    ['topic', [letter.topic ?? '-']],
    ['trace', [letter.traceId ?? '-']],
    ['reason', lines(told)],
    ...(commands.length > 0 ? [['more', commands] as [string, readonly string[]]] : []),
    ['body', [letter.body]],
  ]
  const text = rows.map(([name, [first, ...rest]]) =>
    [`  ${name.padEnd(6)}  ${first}`, ...rest.map((line) => `          ${line}`)].join('\n'),
  )
  return `${letter.id}  ${letter.sentAt}  received ${letter.receiveCount} times\n${text.join('\n')}\n`
}

function lines(told: Told): string[] {
  if ('note' in told) return [`not known: ${told.note}`]
  const { reason, frame, failedAt, attempt } = told.failure
  const when = [attempt === undefined ? [] : `try ${attempt}`, failedAt ?? []].flat().join(', ')
  return [...reason.split('\n'), ...(frame === undefined ? [] : [`at ${frame}`]), ...(when === '' ? [] : [when])]
}

/** The commands that tell more of a letter, for the same target. */
function more({ mark, traceId, since }: Letter, { step, target: { flags } }: Source): string[] {
  if (mark === null) return []
  const hours = Math.ceil((Date.now() - since + 60_000) / 3_600_000)
  const back = hours > 48 ? `${Math.ceil(hours / 24)}d` : `${hours}h`
  return [
    ['motia-aws logs', shellWord(step), '--filter', shellWord(mark), '--since', back, ...flags].join(' '),
    ...(traceId === null ? [] : [['motia-aws traces', shellWord(traceId), ...flags].join(' ')]),
  ]
}
