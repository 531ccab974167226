import type { Location } from '../steps/model.ts'
import { core, events, iam, sns } from './cdk.ts'
import { checkEnvironment } from './limits.ts'
import type { Step } from './step.ts'
import type { Topic } from './topic.ts'

export interface WiringOptions {
  readonly appName: string
  readonly fanOut: 'auto' | 'sns'
  readonly topic: (name: string) => Topic
}

/**
 * Connects all Steps by their topics. Done at synth, when every Step is known: one subscriber is sent to directly, more
 * are reached through SNS, those on a bus through rules.
 */
export function wire(steps: readonly Step[], options: WiringOptions): void {
  const subscribers = new Map<string, Step[]>()
  for (const step of steps) {
    for (const name of step.subscribes) subscribers.set(name, [...(subscribers.get(name) ?? []), step])
  }
  const emitted = steps.flatMap(({ definition }) => definition.emits)
  const names = [...new Set([...subscribers.keys(), ...emitted.map(({ topic }) => topic)])].sort()
  const topics = names.map(options.topic)
  for (const topic of topics) {
    const heard = subscribers.get(topic.name) ?? []
    if (heard.length === 0) warnUnheard(topic, emitted.find((emit) => emit.topic === topic.name)?.location)
    settle(topic, heard, options.fanOut)
  }
  for (const step of steps) {
    connectSubscriptions(step, options)
    connectEmits(step, topics, options)
  }
}

function settle(topic: Topic, subscribers: readonly Step[], fanOut: 'auto' | 'sns'): void {
  const [only, ...others] = subscribers
  const isDirect = only !== undefined && others.length === 0 && fanOut === 'auto' && !topic.hasSns
  if (topic.bus) topic.settle('bus', topic.bus.eventBusArn)
  else if (isDirect) topic.settle('sqs', only.queue.queueArn)
  else topic.settle('sns', topic.sns.topicArn)
}

function warnUnheard(topic: Topic, location: Location | undefined): void {
  if (topic.bus || topic.hasSns) return
  const place = location ? `${location.file}:${location.line}: ` : ''
  core.Annotations.of(topic).addWarningV2(
    `motia-aws:dangling-topic:${topic.name}`,
    `${place}no Step subscribes to topic '${topic.name}': it becomes an SNS topic that others may subscribe to`,
  )
}

/** Subscriptions and rules of one event Step, and its queue's permission for them. */
function connectSubscriptions(step: Step, { appName, topic }: WiringOptions): void {
  const queue = step.stepQueue
  if (!queue) return
  const standing = queue.scope
  const target = {
    id: 'Queue',
    arn: queue.queue.queueArn,
    deadLetterConfig: { arn: queue.deadLetterQueue.queueArn },
    ...(queue.fifo ? { sqsParameters: { messageGroupId: step.definition.name } } : {}),
  }
  const topicArns: string[] = []
  const byBus = new Map<string, string[]>()
  for (const name of step.subscribes) {
    const { transport, arn, bus } = topic(name)
    if (bus) byBus.set(bus.eventBusName, [...(byBus.get(bus.eventBusName) ?? []), name])
    if (transport !== 'sns') continue
    new sns.CfnSubscription(standing, `Subscription-${name}`, {
      topicArn: arn,
      protocol: 'sqs',
      endpoint: queue.queue.queueArn,
      rawMessageDelivery: true,
      redrivePolicy: { deadLetterTargetArn: queue.deadLetterQueue.queueArn },
    })
    topicArns.push(arn)
  }
  const rules = [
    ...[...byBus].map(([eventBusName, names], index) => ({
      id: `Rule${index || ''}`,
      props: { eventBusName, eventPattern: { source: [appName], 'detail-type': names } },
    })),
    ...step.patterns.map(({ bus, pattern }, index) => ({
      id: `Pattern${index || ''}`,
      props: { ...(bus ? { eventBusName: bus } : {}), eventPattern: pattern },
    })),
  ].map(({ id, props }) => new events.CfnRule(standing, id, { ...props, state: 'ENABLED', targets: [target] }))
  if (topicArns.length > 0) queue.allow('sns', topicArns)
  if (rules.length > 0)
    queue.allow(
      'events',
      rules.map((rule) => rule.attrArn),
    )
}

/** Tells a Step where its topics are, and lets it publish to these alone. */
function connectEmits(step: Step, all: readonly Topic[], { appName, topic }: WiringOptions): void {
  const { emitsAnything, emits } = step.definition
  const topics = emitsAnything ? all : [...new Set(emits.map((emit) => emit.topic))].sort().map(topic)
  if (topics.length === 0) return
  checkEnvironment(step.definition, topics)
  const arns = Object.fromEntries(topics.map(({ name, arn }) => [name, arn]))
  step.function.addEnvironment('MOTIA_TOPICS', core.Stack.of(step.function).toJsonString(arns))
  const direct = topics.filter(({ transport }) => transport === 'sqs')
  const published = topics.filter(({ transport }) => transport === 'sns')
  if (direct.length > 0) allow(step, 'sqs:SendMessage', direct)
  if (published.length > 0) allow(step, 'sns:Publish', published)
  for (const bus of new Set(topics.flatMap((each) => each.bus ?? []))) {
    const onBus = topics.filter((each) => each.bus === bus)
    allow(step, 'events:PutEvents', onBus, {
      StringEquals: { 'events:source': appName, 'events:detail-type': onBus.map(({ name }) => name) },
    })
  }
}

function allow(step: Step, action: string, topics: readonly Topic[], condition?: Record<string, unknown>) {
  step.permissions.addStatements(
    new iam.PolicyStatement({
      actions: [action],
      resources: [...new Set(topics.map(({ arn }) => arn))],
      ...(condition ? { conditions: condition } : {}),
    }),
  )
}
