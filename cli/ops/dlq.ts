import {
  GetQueueAttributesCommand,
  ListMessageMoveTasksCommand,
  type Message,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SQSClient,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs'
import { UsageError } from '../errors.ts'
import { table } from '../table.ts'
import { withAws } from './credentials.ts'
import { commonHelp, parse, type Target, targetOf } from './options.ts'
import { deployedStep, deployedSteps } from './stack.ts'

const help = `usage: motia-aws dlq <list | show | redrive | purge> [step] [options]

  list              how many messages each Step's dead-letter queue holds
  show <step>       the messages: why, which topic, which trace, the body (they stay in the queue)
  redrive <step>    put them back into the Step's queue
  purge <step>      delete them for good; needs --yes

  --limit <n>        with show: at most so many (10)
  --yes              with purge: yes, delete them
${commonHelp}`

/** `motia-aws dlq`. */
export async function dlq(args: string[]): Promise<number> {
  const { values, positionals } = parse(args, {
    limit: { type: 'string', default: '10' },
    yes: { type: 'boolean', default: false },
  })
  const [action, name] = positionals
  if (values.help || action === undefined) {
    console.log(help)
    return values.help ? 0 : 1
  }
  const target = targetOf(values)
  return withAws(target, async () => {
    if (action === 'list') return list(target, values.stack, values.json)
    if (action !== 'show' && action !== 'redrive' && action !== 'purge')
      throw new UsageError(`unknown action ${JSON.stringify(action)}; it is list, show, redrive or purge`)
    if (name === undefined) throw new UsageError(`motia-aws dlq ${action} needs a Step's name`)
    const queue = await deadLetterQueueOf(target, values.stack, name)
    if (action === 'show') return show(queue, limitOf(values.limit), values.json)
    if (action === 'redrive') return redrive(queue, name, values.json)
    if (!values.yes) throw new UsageError(`purge deletes all dead letters of ${name} for good; add --yes to do it`)
    await queue.client.send(new PurgeQueueCommand({ QueueUrl: queue.url }))
    console.log(values.json ? JSON.stringify({ step: name, purged: true }) : `the dead letters of ${name} are deleted`)
    return 0
  })
}

/** A queue's URL may name another host than the endpoint that was asked for; the endpoint counts. */
const sqsClient = (target: Target): SQSClient => new SQSClient({ ...target.client, useQueueUrlAsEndpoint: false })

export interface Queue {
  readonly client: SQSClient
  readonly url: string
  /** The Step's own queue; cron Steps have none. */
  readonly source: string | undefined
}

async function deadLetterQueueOf(target: Target, stack: string | undefined, name: string): Promise<Queue> {
  const { deadLetterQueue, queue } = await deployedStep(target, stack, name)
  if (deadLetterQueue === undefined)
    throw new UsageError(`Step ${JSON.stringify(name)} has no dead-letter queue: only event and cron Steps do`)
  return { client: sqsClient(target), url: deadLetterQueue, source: queue }
}

async function list(target: Target, stack: string | undefined, json: boolean): Promise<number> {
  const client = sqsClient(target)
  const steps = (await deployedSteps(target, stack)).filter((step) => step.deadLetterQueue !== undefined)
  const rows = await Promise.all(
    steps.map(async ({ name, deadLetterQueue }) => {
      const { Attributes } = await client.send(
        new GetQueueAttributesCommand({
          QueueUrl: deadLetterQueue,
          AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
        }),
      )
      const messages =
        Number(Attributes?.['ApproximateNumberOfMessages'] ?? 0) +
        Number(Attributes?.['ApproximateNumberOfMessagesNotVisible'] ?? 0)
      return { step: name, messages, queue: deadLetterQueue! }
    }),
  )
  console.log(
    json
      ? JSON.stringify(rows, null, 2)
      : table(
          ['STEP', 'DEAD LETTERS', 'QUEUE'],
          rows.map((row) => [row.step, String(row.messages), row.queue]),
        ),
  )
  return 0
}

export async function show({ client, url }: Queue, limit: number, json: boolean): Promise<number> {
  const letters = (await look(client, url, limit)).map(describe)
  if (json) console.log(JSON.stringify(letters, null, 2))
  else if (letters.length === 0) console.log('no dead letters')
  else
    for (const letter of letters)
      console.log(
        `${letter.id}  ${letter.sentAt}  received ${letter.receiveCount} times\n  topic   ${letter.topic ?? '-'}\n  trace   ${letter.traceId ?? '-'}\n  reason  ${letter.reason ?? 'not recorded: it failed on every try; its trace and logs say why'}\n  body    ${letter.body}\n`,
      )
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

function describe(message: Message) {
  const envelope = envelopeOf(message.Body ?? '')
  return {
    id: message.MessageId!,
    sentAt: new Date(Number(message.Attributes?.SentTimestamp ?? 0)).toISOString(),
    receiveCount: Number(message.Attributes?.ApproximateReceiveCount ?? 0),
    topic: envelope['topic'] ?? null,
    traceId: envelope['traceId'] ?? null,
    reason: message.MessageAttributes?.['motia.reason']?.StringValue ?? null,
    body: message.Body ?? '',
  }
}

function envelopeOf(body: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    // Somebody else's message: it has a body and no more.
    return {}
  }
}

/**
 * Names the destination: what the runtime refused was sent here directly, so SQS does not know where it came from.
 *
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html
 */
export async function redrive({ client, url, source }: Queue, name: string, json: boolean): Promise<number> {
  if (source === undefined)
    throw new UsageError(
      `Step ${JSON.stringify(name)} has no queue to put its dead letters back into; run it again with \`motia-aws invoke\``,
    )
  const SourceArn = await arnOf(client, url)
  await client.send(new StartMessageMoveTaskCommand({ SourceArn, DestinationArn: await arnOf(client, source) }))
  const { Results } = await client.send(new ListMessageMoveTasksCommand({ SourceArn, MaxResults: 1 }))
  const task = {
    step: name,
    status: Results?.[0]?.Status ?? 'RUNNING',
    messages: Results?.[0]?.ApproximateNumberOfMessagesToMove ?? null,
  }
  console.log(
    json
      ? JSON.stringify(task)
      : `redrive of ${name}: ${task.status}${task.messages === null ? '' : `, ${task.messages} messages`}`,
  )
  return 0
}

async function arnOf(client: SQSClient, url: string): Promise<string> {
  const { Attributes } = await client.send(
    new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['QueueArn'] }),
  )
  return Attributes!.QueueArn!
}

function limitOf(text: string): number {
  const limit = Number(text)
  if (!Number.isInteger(limit) || limit < 1)
    throw new UsageError(`--limit is ${JSON.stringify(text)}; it must be a whole number from 1`)
  return limit
}
