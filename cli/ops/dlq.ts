import {
  GetQueueAttributesCommand,
  ListMessageMoveTasksCommand,
  PurgeQueueCommand,
  SQSClient,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs'
import { UsageError } from '../errors.ts'
import { table } from '../table.ts'
import { withAws } from './credentials.ts'
import { commonHelp, parse, type Target, targetOf } from './options.ts'
import { type Source, show } from './show.ts'
import { deployedStep, deployedSteps } from './stack.ts'

const help = `usage: motia-aws dlq <list | show | redrive | purge> [step] [options]

  list              how many messages each Step's dead-letter queue holds
  show <step>       the messages: why (from the Step's logs), which topic, which trace, the body; they stay in the queue
  redrive <step>    put them back into the Step's queue
  purge <step>      delete them for good; needs --yes

  --limit <n>        with show: at most so many (10)
  --yes              with purge: yes, delete them
${commonHelp}`

/** `motia-aws dlq`. */
export async function dlq(args: string[]): Promise<number> {
  const { values, positionals } = parse(
    args,
    { limit: { type: 'string', default: '10' }, yes: { type: 'boolean', default: false } },
    2,
  )
  const [action, name] = positionals
  if (values.help || action === undefined) {
    console.log(help)
    return values.help ? 0 : 1
  }
  const target = targetOf(values)
  return withAws(target, async () => {
    if (action === 'list' && name !== undefined)
      throw new UsageError(`dlq list takes no Step; \`motia-aws dlq show ${name}\` shows the dead letters of one`)
    if (action === 'list') return list(target, values.stack, values.json)
    if (action !== 'show' && action !== 'redrive' && action !== 'purge')
      throw new UsageError(`unknown action ${JSON.stringify(action)}; it is list, show, redrive or purge`)
    if (name === undefined) throw new UsageError(`motia-aws dlq ${action} needs a Step's name`)
    const queue = await deadLetterQueueOf(target, values.stack, name)
    if (action === 'show') return show(queue, limitOf(values.limit), values.json)
    if (action === 'redrive') return redrive(queue, values.json)
    if (!values.yes) throw new UsageError(`purge deletes all dead letters of ${name} for good; add --yes to do it`)
    await queue.client.send(new PurgeQueueCommand({ QueueUrl: queue.url }))
    console.log(values.json ? JSON.stringify({ step: name, purged: true }) : `the dead letters of ${name} are deleted`)
    return 0
  })
}

/** A queue's URL may name another host than the endpoint that was asked for; the endpoint counts. */
const sqsClient = (target: Target): SQSClient => new SQSClient({ ...target.client, useQueueUrlAsEndpoint: false })

interface Queue extends Source {
  /** The Step's own queue; cron Steps have none. */
  readonly source: string | undefined
}

async function deadLetterQueueOf(target: Target, stack: string | undefined, name: string): Promise<Queue> {
  const { deadLetterQueue, queue, logGroup } = await deployedStep(target, stack, name)
  if (deadLetterQueue === undefined)
    throw new UsageError(`Step ${JSON.stringify(name)} has no dead-letter queue: only event and cron Steps do`)
  return { step: name, client: sqsClient(target), url: deadLetterQueue, source: queue, logGroup, target }
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

/**
 * Names the destination: what the runtime refused was sent here directly, so SQS does not know where it came from.
 *
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html
 */
export async function redrive(
  { step, client, url, source }: Pick<Queue, 'step' | 'client' | 'url' | 'source'>,
  json: boolean,
): Promise<number> {
  if (source === undefined)
    throw new UsageError(
      `Step ${JSON.stringify(step)} has no queue to put its dead letters back into; run it again with \`motia-aws invoke\``,
    )
  const SourceArn = await arnOf(client, url)
  await client.send(new StartMessageMoveTaskCommand({ SourceArn, DestinationArn: await arnOf(client, source) }))
  const { Results } = await client.send(new ListMessageMoveTasksCommand({ SourceArn, MaxResults: 1 }))
  const task = {
    step,
    status: Results?.[0]?.Status ?? 'RUNNING',
    messages: Results?.[0]?.ApproximateNumberOfMessagesToMove ?? null,
  }
  console.log(
    json
      ? JSON.stringify(task)
      : `redrive of ${step}: ${task.status}${task.messages === null ? '' : `, ${task.messages} messages`}`,
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
