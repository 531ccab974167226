import { describe, expect, test } from 'vitest'
import type { PolicyStatement, Principal } from '../../ports.ts'
import { manualClock } from '../clock/index.ts'
import { createAccess } from './index.ts'

const roleArn = 'arn:aws:iam::000000000000:role/app-step'
const role: Principal = { type: 'role', roleArn, functionName: 'step', step: 'create order' }
const queue = 'arn:aws:sqs:us-east-1:000000000000:orders'
const sns: Principal = {
  type: 'service',
  service: 'sns.amazonaws.com',
  sourceArn: 'arn:aws:sns:us-east-1:000000000000:topic',
}

const allow = (more: Partial<PolicyStatement> = {}): PolicyStatement => ({
  Effect: 'Allow',
  Action: 'sqs:SendMessage',
  Resource: queue,
  ...more,
})
const deny = (more: Partial<PolicyStatement> = {}): PolicyStatement => ({ ...allow(more), Effect: 'Deny' })

function isAllowed(options: {
  readonly identity?: readonly PolicyStatement[]
  readonly resource?: readonly PolicyStatement[]
  readonly principal?: Principal
  readonly action?: string
  readonly context?: Record<string, string | readonly string[]>
}): boolean {
  const access = createAccess({ account: '000000000000', region: 'us-east-1', clock: manualClock() })
  access.port.putRole(roleArn, options.identity ?? [])
  access.setResourcePolicy(queue, options.resource ?? [])
  try {
    access.authorize(options.principal ?? role, {
      action: options.action ?? 'sqs:SendMessage',
      resource: queue,
      ...(options.context && { context: options.context }),
    })
    return true
  } catch (error) {
    expect(error).toMatchObject({ name: 'AccessDenied' })
    return false
  }
}

const condition = (operator: string, key: string, value: unknown) => [
  allow({ Condition: { [operator]: { [key]: value } } }),
]

describe('access', () => {
  test.each<[string, Parameters<typeof isAllowed>[0], boolean]>([
    ['nothing allows it', {}, false],
    ['the role allows it', { identity: [allow()] }, true],
    ['the role allows another action', { identity: [allow({ Action: 'sqs:ReceiveMessage' })] }, false],
    ['the role allows another queue', { identity: [allow({ Resource: `${queue}2` })] }, false],
    ['an action in other case', { identity: [allow({ Action: 'SQS:sendmessage' })] }, true],
    ['wildcards', { identity: [allow({ Action: 'sqs:Send*', Resource: 'arn:aws:sqs:*:*:ord?rs' })] }, true],
    [
      'a wildcard is no regular expression',
      { identity: [allow({ Resource: queue.replace('orders', 'order.') })] },
      false,
    ],
    ['NotAction', { identity: [allow({ Action: undefined as never, NotAction: 'sqs:DeleteQueue' })] }, true],
    ['NotAction that names it', { identity: [allow({ Action: undefined as never, NotAction: ['sqs:*'] })] }, false],
    ['NotResource', { identity: [allow({ Resource: undefined as never, NotResource: queue })] }, false],
    ['a deny wins', { identity: [allow(), deny({ Action: '*', Resource: '*' })] }, false],
    ['the resource alone allows it', { resource: [allow({ Principal: { AWS: roleArn } })] }, true],
    [
      'the resource allows the account',
      { resource: [allow({ Principal: { AWS: 'arn:aws:iam::000000000000:root' } })] },
      true,
    ],
    ['the resource allows another role', { resource: [allow({ Principal: { AWS: `${roleArn}2` } })] }, false],
    ['the resource denies what the role allows', { identity: [allow()], resource: [deny({ Principal: '*' })] }, false],
    [
      'no TLS is denied, and loopback counts as TLS',
      {
        identity: [allow()],
        resource: [deny({ Principal: { AWS: '*' }, Condition: { Bool: { 'aws:SecureTransport': 'false' } } })],
      },
      true,
    ],
    ['a service without a policy', { principal: sns }, false],
    [
      'a service that the resource names',
      { principal: sns, resource: [allow({ Principal: { Service: 'sns.amazonaws.com' } })] },
      true,
    ],
    [
      'a service that the resource does not name',
      { principal: sns, resource: [allow({ Principal: { Service: 'events.amazonaws.com' } })] },
      false,
    ],
    [
      'a service for another source',
      {
        principal: sns,
        resource: [
          allow({
            Principal: { Service: 'sns.amazonaws.com' },
            Condition: { ArnEquals: { 'aws:SourceArn': 'arn:aws:sns:us-east-1:000000000000:other' } },
          }),
        ],
      },
      false,
    ],
    ['the owner', { principal: { type: 'owner' } }, true],
  ])('%s', (_what, options, expected) => {
    expect(isAllowed(options)).toBe(expected)
  })

  test.each<[string, unknown, string, boolean]>([
    ['StringEquals', 'a', 'a', true],
    ['StringEquals', ['b', 'a'], 'a', true],
    ['StringEquals', 'A', 'a', false],
    ['StringEqualsIgnoreCase', 'A', 'a', true],
    ['StringNotEquals', 'a', 'a', false],
    ['StringNotEquals', ['a', 'b'], 'c', true],
    ['StringLike', 'a*', 'abc', true],
    ['StringNotLike', 'a*', 'abc', false],
    ['NumericLessThan', '10', '9', true],
    ['NumericGreaterThanEquals', 10, '9', false],
    ['DateGreaterThan', '2020-01-01T00:00:00Z', '2021-01-01T00:00:00Z', true],
    ['Bool', 'true', 'true', true],
    ['IpAddress', '10.0.0.0/8', '10.1.1.1', true],
    ['NotIpAddress', '10.0.0.0/8', '10.1.1.1', false],
    ['ArnLike', 'arn:aws:sns:*:000000000000:to*', 'arn:aws:sns:us-east-1:000000000000:topic', true],
    ['ArnEquals', 'arn:aws:sns:*:1:to*', 'arn:aws:sns:us-east-1:000000000000:topic', false],
    ['Null', 'false', 'a', true],
    ['Null', 'true', 'a', false],
  ])('%s %j for %s is %s', (operator, policy, value, expected) => {
    expect(isAllowed({ identity: condition(operator, 'app:Key', policy), context: { 'APP:key': value } })).toBe(
      expected,
    )
  })

  test.each<[string, readonly string[] | undefined, boolean]>([
    ['StringEquals', undefined, false],
    ['StringEqualsIfExists', undefined, true],
    ['StringNotEquals', undefined, true],
    ['ForAllValues:StringEquals', ['a', 'b'], true],
    ['ForAllValues:StringEquals', ['a', 'c'], false],
    ['ForAllValues:StringEquals', undefined, true],
    ['ForAnyValue:StringEquals', ['c', 'a'], true],
    ['ForAnyValue:StringEquals', ['c'], false],
    ['ForAnyValue:StringEquals', undefined, false],
  ])('%s of a and b for %j is %s', (operator, values, expected) => {
    expect(
      isAllowed({ identity: condition(operator, 'k', ['a', 'b']), ...(values && { context: { k: values } }) }),
    ).toBe(expected)
  })

  test('a condition operator that nobody knows is refused by name', () => {
    expect(() => isAllowed({ identity: condition('StringResembles', 'k', 'a') })).toThrow(
      /unknown condition operator StringResembles/,
    )
    expect(() => isAllowed({ resource: condition('ForSomeValues:StringEquals', 'k', 'a') })).toThrow(/ForSomeValues/)
  })

  test('a refusal names who, what, where, why and the Step', () => {
    const access = createAccess({ account: '000000000000', region: 'us-east-1', clock: manualClock() })
    expect(() => access.authorize(role, { action: 'sqs:SendMessage', resource: queue })).toThrow(
      `User: arn:aws:sts::000000000000:assumed-role/app-step/step is not authorized to perform: sqs:SendMessage on resource: ${queue} because no identity-based policy allows the sqs:SendMessage action (step "create order")`,
    )
  })
})
