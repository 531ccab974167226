/**
 * List prices of us-east-1 in USD, arm64, first tier, before free tiers, as last compared with AWS's price pages.
 * They are for orders of magnitude: what an account pays, Cost Explorer tells.
 *
 * @see https://aws.amazon.com/lambda/pricing/
 * @see https://aws.amazon.com/sqs/pricing/
 * @see https://aws.amazon.com/dynamodb/pricing/on-demand/
 * @see https://aws.amazon.com/api-gateway/pricing/
 */
export const pricesOf = '2025-07'

export const prices = {
  lambda: { perRequest: 0.2e-6, perGbSecond: 0.0000133334 },
  httpApi: { perRequest: 1e-6 },
  webSocketApi: { perMessage: 1e-6 },
  /** A message costs three requests: send, receive, delete. */
  sqs: { perRequest: 0.4e-6 },
  sns: { perPublish: 0.5e-6 },
  events: { perEvent: 1e-6 },
  scheduler: { perInvocation: 1e-6 },
  dynamodb: { perRead: 0.125e-6, perWrite: 0.625e-6, perGbMonth: 0.25 },
  xray: { perTrace: 5e-6 },
  logs: { perGb: 0.5 },
  alarm: { perMonth: 0.1 },
  dashboard: { perMonth: 3 },
} as const

/**
 * Requests that an idle event source makes in a month: five pollers that each wait 20 s.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
 */
export const idlePollsPerMonth = 15 * 60 * 24 * 30
