import { describe, expect, test } from 'vitest'
import { shardCount, shardOf } from '../../lib/constructs/placement.ts'
import { apiSteps, mixedSteps } from './large.ts'
import { api, event, step } from './steps.ts'
import { type Resource, type Synthesized, synth, type Template } from './template.ts'

/** Grown from 200 that were deployed before. */
const thousand = synth(mixedSteps(1000), {
  spread: { stacks: 8, keepInRoot: mixedSteps(200).map(({ name }) => name) },
  alarms: true,
})

describe('growing', () => {
  test('never moves or replaces a table, queue, topic, route or API', () => {
    let before: Record<string, string> = {}
    for (const made of [...[10, 49, 51, 200].map((count) => synth(mixedSteps(count))), thousand]) {
      const now = lasting(made)
      const kept = Object.fromEntries(Object.keys(before).map((place) => [place, now[place]]))
      expect(kept).toEqual(before)
      expect(Object.keys(now).length).toBeGreaterThan(Object.keys(kept).length)
      before = now
    }
  })

  test('is one stack as long as that holds it', () => {
    expect(synth(mixedSteps(49)).nested.size).toBe(0)
    expect(synth(mixedSteps(100)).nested.size).toBe(16)
  })

  test.each([51, 200])('adding a Step to %i others moves none of them', (count) => {
    const before = placed(synth(apiSteps(count)))
    const after = placed(synth(apiSteps(count + 1)))
    for (const [place, resource] of before) expect(after.get(place)).toEqual(resource)
    expect(after.size).toBe(before.size + 6)
  })
})

describe('1,000 Steps whose topics go round', () => {
  test('stay within the limits of every stack', () => {
    for (const [name, template] of [['root', thousand.root] as const, ...thousand.nested]) {
      expect(Object.keys(template.Resources).length, `resources of ${name}`).toBeLessThan(500)
      expect(Object.keys(template.Parameters ?? {}).length, `parameters of ${name}`).toBeLessThan(200)
      expect(Object.keys(template.Outputs ?? {}).length, `outputs of ${name}`).toBeLessThan(200)
      expect(JSON.stringify(template, null, 1).length, `size of ${name}`).toBeLessThan(1_000_000)
    }
  })

  test('make stacks that do not', () => {
    const uses = new Map(
      Object.entries(thousand.root.Resources)
        .filter(([, { Type }]) => Type === 'AWS::CloudFormation::Stack')
        .map(([id, { Properties }]) => [id, stacksIn(Properties.Parameters)]),
    )
    expect(uses.size).toBe(64 + 8 + 8)
    const done = new Set<string>()
    while (done.size < uses.size) {
      const ready = [...uses].filter(([id, others]) => !done.has(id) && others.every((other) => done.has(other)))
      expect(ready, 'stacks that wait for each other').not.toEqual([])
      for (const [id] of ready) done.add(id)
    }
  })
})

describe('at a limit', () => {
  test('the root stack says how to go on', () => {
    const steps = Array.from({ length: 170 }, (_, index) => step(`listener-${index}`, event(`topic-${index}`)))
    expect(() => synth(steps)).toThrow(
      /stack Test would have 5\d\d resources, CloudFormation allows 500: .* set `spread: \{ stacks: 8 \}`; .* add `keepInRoot`/,
    )
  })

  test('queues and routes leave the root as the author says, and no stack is empty', () => {
    const steps = [step('a', event('x')), step('b', api('GET', '/b'))]
    const { nested } = synth(steps, { spread: { stacks: 3, keepInRoot: ['b'] } })
    expect([...nested.keys()]).toEqual([`Queues${shardOf('a', 3)}`])
  })

  test('a nested stack says which number to raise', () => {
    const steps = Array.from({ length: 250 }, (_, index) => step(`route-${index}`, api('GET', `/${index}`)))
    expect(() => synth(steps, { shards: 2 })).toThrow('set a larger `shards`')
  })
})

describe('placement', () => {
  test('depends on name and number alone', () => {
    expect(shardOf('process-payment', 16)).toBe(0)
    expect(shardOf('process-payment', 64)).toBe(48)
  })

  test('spreads evenly enough', () => {
    const counts = Array(64).fill(0)
    for (const { name } of mixedSteps(1600)) counts[shardOf(name, 64)]++
    expect(Math.max(...counts)).toBeLessThan(45)
  })

  test.each([
    [10, 0],
    [51, 0],
    [100, 16],
    [400, 16],
    [401, 64],
    [1600, 64],
    [1601, 256],
  ])('%i Steps take %i nested stacks', (steps, stacks) => {
    expect(shardCount(mixedSteps(steps), false)).toBe(stacks)
  })
})

/** By stack and logical id. */
function placed({ root, nested }: Synthesized): Map<string, Resource> {
  const all: [string, Template][] = [['root', root], ...nested]
  return new Map(
    all.flatMap(([stack, { Resources }]) =>
      Object.entries(Resources)
        .filter(([, { Type }]) => Type !== 'AWS::CloudFormation::Stack')
        .map(([id, resource]) => [`${stack} ${id}`, resource] as const),
    ),
  )
}

/** What holds data or is known outside, with all whose change would make it anew. */
function lasting(made: Synthesized): Record<string, string> {
  const types = /^AWS::(DynamoDB::Table|SQS::Queue|SNS::Topic|ApiGatewayV2::(Api|Route))$/
  const entries = [...placed(made)].filter(([, { Type }]) => types.test(Type))
  return Object.fromEntries(
    entries.map(([place, { Type, Properties }]) => {
      const { TopicName, FifoTopic, QueueName, FifoQueue, TableName, KeySchema, ApiId } = Properties
      return [place, JSON.stringify({ Type, TopicName, FifoTopic, QueueName, FifoQueue, TableName, KeySchema, ApiId })]
    }),
  )
}

/** Logical ids of the nested stacks whose outputs are used. */
function stacksIn(parameters: Readonly<Record<string, unknown>> = {}): string[] {
  return Object.values(parameters).flatMap((value) => {
    const attribute = (value as { 'Fn::GetAtt'?: [string, string] })['Fn::GetAtt']
    return attribute?.[1].startsWith('Outputs.') ? [attribute[0]] : []
  })
}
