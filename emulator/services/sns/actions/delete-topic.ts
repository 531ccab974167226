import type { DeleteTopicInput } from '@aws-sdk/client-sns'
import type { Registry } from '../registry.ts'

/** Deleting what is not there is fine. https://docs.aws.amazon.com/sns/latest/api/API_DeleteTopic.html */
export const deleteTopic = (registry: Registry) => (input: DeleteTopicInput) => {
  const topic = registry.topics().find((one) => one.arn === input.TopicArn)
  if (topic !== undefined) registry.removeTopic(topic)
}
