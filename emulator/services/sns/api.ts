import type { ServiceContext } from '../../ports.ts'
import type { Api, Permission } from '../gateway/api.ts'
import type { MemberTypes } from '../gateway/members.ts'
import { createTopic } from './actions/create-topic.ts'
import { deleteTopic } from './actions/delete-topic.ts'
import { getSubscriptionAttributes } from './actions/get-subscription-attributes.ts'
import { getTopicAttributes } from './actions/get-topic-attributes.ts'
import { listSubscriptions } from './actions/list-subscriptions.ts'
import { listSubscriptionsByTopic } from './actions/list-subscriptions-by-topic.ts'
import { listTagsForResource } from './actions/list-tags-for-resource.ts'
import { listTopics } from './actions/list-topics.ts'
import { publish } from './actions/publish.ts'
import { publishBatch } from './actions/publish-batch.ts'
import { setSubscriptionAttributes } from './actions/set-subscription-attributes.ts'
import { setTopicAttributes } from './actions/set-topic-attributes.ts'
import { subscribe } from './actions/subscribe.ts'
import { tagResource } from './actions/tag-resource.ts'
import { unsubscribe } from './actions/unsubscribe.ts'
import { untagResource } from './actions/untag-resource.ts'
import type { Publish } from './publish.ts'
import type { Registry } from './registry.ts'

const MEMBERS: MemberTypes = {
  TopicArn: 'string',
  TargetArn: 'string',
  SubscriptionArn: 'string',
  ResourceArn: 'string',
  PhoneNumber: 'string',
  Name: 'string',
  Message: 'string',
  Subject: 'string',
  MessageStructure: 'string',
  MessageGroupId: 'string',
  MessageDeduplicationId: 'string',
  Protocol: 'string',
  Endpoint: 'string',
  AttributeName: 'string',
  AttributeValue: 'string',
  NextToken: 'string',
  Id: 'string',
  Attributes: 'structure',
  MessageAttributes: 'structure',
  TagKeys: 'strings',
  PublishBatchRequestEntries: 'structures',
  Tags: 'structures',
}

/** SNS on the wire: the Query protocol. */
export function snsApi(registry: Registry, toTopic: Publish, context: ServiceContext): Api {
  return {
    service: 'sns',
    query: {
      namespace: 'http://sns.amazonaws.com/doc/2010-03-31/',
      lists: {},
      maps: {},
      numbers: [],
      booleans: ['ReturnSubscriptionArn'],
      answerMaps: { Attributes: [undefined, 'key', 'value'] },
      answerList: () => undefined,
    },
    members: MEMBERS,
    permissions: (action, input) => [permission(context, action, input)],
    actions: {
      CreateTopic: createTopic(registry),
      DeleteTopic: deleteTopic(registry),
      GetSubscriptionAttributes: getSubscriptionAttributes(registry, context),
      GetTopicAttributes: getTopicAttributes(registry, context),
      ListSubscriptions: listSubscriptions(registry, context),
      ListSubscriptionsByTopic: listSubscriptionsByTopic(registry, context),
      ListTagsForResource: listTagsForResource(registry),
      ListTopics: listTopics(registry),
      Publish: publish(registry, toTopic),
      PublishBatch: publishBatch(registry, toTopic),
      SetSubscriptionAttributes: setSubscriptionAttributes(registry),
      SetTopicAttributes: setTopicAttributes(registry),
      Subscribe: subscribe(registry),
      TagResource: tagResource(registry),
      Unsubscribe: unsubscribe(registry),
      UntagResource: untagResource(registry),
    },
  }
}

type Input = Readonly<Record<string, unknown>>

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsns.html */
function permission({ region, account }: ServiceContext, action: string, input: Input): Permission {
  const text = (name: string) => (typeof input[name] === 'string' ? (input[name] as string) : undefined)
  const created = action === 'CreateTopic' ? `arn:aws:sns:${region}:${account}:${text('Name')}` : undefined
  // A subscription's permissions are those of its topic: the ARN without its last part.
  const ofSubscription = text('SubscriptionArn')?.split(':').slice(0, 6).join(':')
  const resource = created ?? text('TopicArn') ?? text('TargetArn') ?? text('ResourceArn') ?? ofSubscription ?? '*'
  const context = {
    ...(text('Protocol') !== undefined && { 'sns:Protocol': text('Protocol')! }),
    ...(text('Endpoint') !== undefined && { 'sns:Endpoint': text('Endpoint')! }),
  }
  return { action: `sns:${action === 'PublishBatch' ? 'Publish' : action}`, resource, context }
}
