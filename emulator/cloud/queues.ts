import type { QueueState } from '../model.ts'
import type { Services } from '../ports.ts'
import type { Deployed } from './deploy/index.ts'
import { NotFoundError } from './errors.ts'
import { messageFlow } from './event-source/index.ts'
import { isRecord } from './template/model.ts'

/** SQS's default: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-visibility-timeout.html */
const defaultVisibilityTimeout = 30

/** The queues of a deployment as they are now. */
export function queueStates(services: Services, resources: Iterable<Deployed>): QueueState[] {
  const queues = [...resources].filter(({ type }) => type === 'AWS::SQS::Queue')
  const deadLetterArns = new Set(queues.map(({ request }) => redrivePolicy(request.properties)['deadLetterTargetArn']))
  return queues.map(({ request, made }) => {
    const arn = made.arn!
    const maxReceiveCount = redrivePolicy(request.properties)['maxReceiveCount']
    return {
      name: String(made.attributes['QueueName']),
      arn,
      ...(request.step !== undefined && { step: request.step }),
      deadLetter: request.role === 'deadLetterQueue' || deadLetterArns.has(arn),
      fifo: arn.endsWith('.fifo'),
      ...(maxReceiveCount !== undefined && { maxReceiveCount: Number(maxReceiveCount) }),
      visibilityTimeout: Number(request.properties['VisibilityTimeout'] ?? defaultVisibilityTimeout),
      ...services.sqs.depth(arn),
    }
  })
}

/** The ARN of a queue given by name, ARN or URL. */
export function queueArn(queues: readonly QueueState[], queue: string): string {
  const found = queues.find(({ name, arn }) => name === queue || arn === queue || queue.endsWith(`/${name}`))
  if (found) return found.arn
  throw new NotFoundError(
    `there is no queue '${queue}'; there are ${queues.map(({ name }) => name).join(', ') || 'none'}`,
  )
}

/** The flows that have messages waiting in these queues. */
export function queuedFlows(services: Services, arns: Iterable<string>): Set<string> {
  const flows = new Set<string>()
  for (const arn of arns) {
    const { visible, delayed, inFlight } = services.sqs.depth(arn)
    if (visible + delayed + inFlight === 0) continue
    for (const message of services.sqs.peek(arn, { offset: 0, limit: 500 })) {
      const { traceId } = messageFlow(message)
      if (traceId) flows.add(traceId)
    }
  }
  return flows
}

function redrivePolicy(properties: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const policy = properties['RedrivePolicy']
  const parsed: unknown = typeof policy === 'string' ? JSON.parse(policy) : policy
  return isRecord(parsed) ? parsed : {}
}
