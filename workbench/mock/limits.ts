import type { LimitsAndCost } from '../../cli/dev/protocol.ts'

export const limits: LimitsAndCost = {
  stacks: [
    {
      name: 'orders',
      resources: 64,
      resourceLimit: 500,
      templateBytes: 48_213,
      templateLimit: 1_048_576,
      outputs: 3,
      parameters: 9,
    },
    {
      name: 'orders/steps',
      resources: 421,
      resourceLimit: 500,
      templateBytes: 402_118,
      templateLimit: 1_048_576,
      outputs: 12,
      parameters: 4,
    },
  ],
  pricesOf: '2026-01-01',
  idlePerMonth: [
    { what: 'Lambda, SQS, SNS, DynamoDB on demand', usd: 0, note: 'nothing runs, nothing is paid' },
    { what: 'CloudWatch alarms', usd: 0.8, note: '8 alarms at $0.10' },
    { what: 'SQS polling', usd: 0.35, note: '4 event sources, 5 pollers each, 20 s long polls' },
  ],
  perMillionRuns: [
    {
      flow: 'orders',
      usd: 14.93,
      parts: [
        { what: 'API Gateway requests', usd: 1 },
        { what: 'Lambda requests', usd: 0.8 },
        { what: 'Lambda duration', usd: 6.67 },
        { what: 'SQS', usd: 2.4 },
        { what: 'DynamoDB writes', usd: 3.13 },
        { what: 'DynamoDB reads', usd: 0.93 },
      ],
    },
    {
      flow: 'housekeeping',
      usd: 2.05,
      parts: [
        { what: 'Lambda requests', usd: 0.2 },
        { what: 'Lambda duration', usd: 1.85 },
      ],
    },
  ],
}
