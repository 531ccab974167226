import type { Api, Permission } from '../gateway/api.ts'
import type { MemberTypes } from '../gateway/members.ts'
import { cancelMessageMoveTask } from './actions/cancel-message-move-task.ts'
import { changeMessageVisibility } from './actions/change-message-visibility.ts'
import { changeMessageVisibilityBatch } from './actions/change-message-visibility-batch.ts'
import { createQueue } from './actions/create-queue.ts'
import { deleteMessage } from './actions/delete-message.ts'
import { deleteMessageBatch } from './actions/delete-message-batch.ts'
import { deleteQueue } from './actions/delete-queue.ts'
import { getQueueAttributes } from './actions/get-queue-attributes.ts'
import { getQueueUrl } from './actions/get-queue-url.ts'
import { listDeadLetterSourceQueues } from './actions/list-dead-letter-source-queues.ts'
import { listMessageMoveTasks } from './actions/list-message-move-tasks.ts'
import { listQueueTags } from './actions/list-queue-tags.ts'
import { listQueues } from './actions/list-queues.ts'
import { purgeQueue } from './actions/purge-queue.ts'
import { receiveMessage } from './actions/receive-message.ts'
import { sendMessage } from './actions/send-message.ts'
import { sendMessageBatch } from './actions/send-message-batch.ts'
import { setQueueAttributes } from './actions/set-queue-attributes.ts'
import { startMessageMoveTask } from './actions/start-message-move-task.ts'
import { tagQueue } from './actions/tag-queue.ts'
import { untagQueue } from './actions/untag-queue.ts'
import type { Engine } from './engine.ts'
import { QUERY_CODES, queueDoesNotExist } from './errors.ts'
import type { MoveTasks } from './move-tasks.ts'
import { SQS_QUERY } from './query-shape.ts'

const MEMBERS: MemberTypes = {
  QueueUrl: 'string',
  QueueName: 'string',
  QueueNamePrefix: 'string',
  QueueOwnerAWSAccountId: 'string',
  MessageBody: 'string',
  ReceiptHandle: 'string',
  MessageGroupId: 'string',
  MessageDeduplicationId: 'string',
  SourceArn: 'string',
  DestinationArn: 'string',
  TaskHandle: 'string',
  NextToken: 'string',
  Id: 'string',
  VisibilityTimeout: 'number',
  MaxNumberOfMessages: 'number',
  WaitTimeSeconds: 'number',
  DelaySeconds: 'number',
  MaxResults: 'number',
  MaxNumberOfMessagesPerSecond: 'number',
  Attributes: 'structure',
  MessageAttributes: 'structure',
  MessageSystemAttributes: 'structure',
  Tags: 'structure',
  tags: 'structure',
  AttributeNames: 'strings',
  MessageSystemAttributeNames: 'strings',
  MessageAttributeNames: 'strings',
  TagKeys: 'strings',
  Entries: 'structures',
}

/** SQS on the wire: AWS JSON 1.0, and the Query protocol that came before it. */
export function sqsApi(engine: Engine, tasks: MoveTasks): Api {
  return {
    service: 'sqs',
    json: { target: 'AmazonSQS', version: '1.0', namespace: 'com.amazonaws.sqs' },
    query: SQS_QUERY,
    queryCodes: QUERY_CODES,
    members: MEMBERS,
    permissions: (action, input) => [permission(engine, action, input)],
    actions: {
      CancelMessageMoveTask: cancelMessageMoveTask(tasks),
      ChangeMessageVisibility: changeMessageVisibility(engine),
      ChangeMessageVisibilityBatch: changeMessageVisibilityBatch(engine),
      CreateQueue: createQueue(engine),
      DeleteMessage: deleteMessage(engine),
      DeleteMessageBatch: deleteMessageBatch(engine),
      DeleteQueue: deleteQueue(engine),
      GetQueueAttributes: getQueueAttributes(engine),
      GetQueueUrl: getQueueUrl(engine),
      ListDeadLetterSourceQueues: listDeadLetterSourceQueues(engine),
      ListMessageMoveTasks: listMessageMoveTasks(tasks),
      ListQueueTags: listQueueTags(engine),
      ListQueues: listQueues(engine),
      PurgeQueue: purgeQueue(engine),
      ReceiveMessage: receiveMessage(engine),
      SendMessage: sendMessage(engine),
      SendMessageBatch: sendMessageBatch(engine),
      SetQueueAttributes: setQueueAttributes(engine),
      StartMessageMoveTask: startMessageMoveTask(tasks),
      TagQueue: tagQueue(engine),
      UntagQueue: untagQueue(engine),
    },
  }
}

interface Input {
  readonly QueueUrl?: string
  readonly QueueName?: string
  readonly SourceArn?: string
  readonly TaskHandle?: string
}

/** Batches need the permission of the single call. https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsqs.html */
function permission({ registry, context }: Engine, action: string, input: Input): Permission {
  const arn = (name: string) => `arn:aws:sqs:${context.region}:${context.account}:${name}`
  const name = `sqs:${action.replace(/Batch$/, '')}`
  if (action === 'ListQueues') return { action: name, resource: arn('*') }
  if (action === 'CancelMessageMoveTask') return { action: name, resource: sourceOfTask(input.TaskHandle) ?? arn('*') }
  if (input.SourceArn !== undefined) return { action: name, resource: input.SourceArn }
  if (input.QueueName !== undefined) return { action: name, resource: arn(input.QueueName) }
  if (input.QueueUrl === undefined) throw queueDoesNotExist()
  return { action: name, resource: registry.byUrl(input.QueueUrl).arn }
}

/** A task handle says which queue it is about; one that does not is refused by the action. */
function sourceOfTask(handle: string | undefined): string | undefined {
  return /"sourceArn":"([^"]+)"/.exec(Buffer.from(handle ?? '', 'base64').toString())?.[1]
}
