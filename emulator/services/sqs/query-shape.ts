import type { QueryShape } from '../gateway/query.ts'

const batchElement = (action: string, kind: string) =>
  kind === 'Failed' ? 'BatchResultErrorEntry' : `${action}ResultEntry`

/** How SQS writes its lists and maps in the Query protocol, which SDKs before 2023 speak. */
export const SQS_QUERY: QueryShape = {
  namespace: 'http://queue.amazonaws.com/doc/2012-11-05/',
  lists: {
    AttributeName: 'AttributeNames',
    MessageAttributeName: 'MessageAttributeNames',
    MessageSystemAttributeName: 'MessageSystemAttributeNames',
    SendMessageBatchRequestEntry: 'Entries',
    DeleteMessageBatchRequestEntry: 'Entries',
    ChangeMessageVisibilityBatchRequestEntry: 'Entries',
    TagKey: 'TagKeys',
  },
  maps: {
    Attribute: 'Attributes',
    MessageAttribute: 'MessageAttributes',
    MessageSystemAttribute: 'MessageSystemAttributes',
    Tag: 'Tags',
  },
  numbers: [
    'DelaySeconds',
    'MaxNumberOfMessages',
    'MaxNumberOfMessagesPerSecond',
    'MaxResults',
    'VisibilityTimeout',
    'WaitTimeSeconds',
  ],
  booleans: [],
  answerMaps: {
    Attributes: ['Attribute', 'Name', 'Value'],
    MessageAttributes: ['MessageAttribute', 'Name', 'Value'],
    Tags: ['Tag', 'Key', 'Value'],
  },
  answerList: (member, action) => {
    if (member === 'Successful' || member === 'Failed') return batchElement(action, member)
    if (member === 'Messages') return 'Message'
    return member === 'Results' ? 'ListMessageMoveTasksResultEntry' : 'QueueUrl'
  },
}
