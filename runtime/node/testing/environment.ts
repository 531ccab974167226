/** Environment variables for the length of a test. */

const account = 'eu-north-1:123456789012'

export const topics = {
  'order.created': `arn:aws:sqs:${account}:order-created`,
  'order.paid': `arn:aws:sns:${account}:order-paid`,
  'order.audited': `arn:aws:events:${account}:event-bus/audit`,
  'order.queued': `arn:aws:sqs:${account}:order-queued.fifo`,
  'order.ranked': `arn:aws:sns:${account}:order-ranked.fifo`,
} as const

/** What a deployed function finds in its environment, with AWS at `endpoint`. */
export function functionEnvironment(endpoint: string): Record<string, string> {
  return {
    AWS_REGION: 'eu-north-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_ENDPOINT_URL: endpoint,
    MOTIA_APP: 'shop',
    MOTIA_STEP: 'work',
    MOTIA_TABLE: 'state',
    MOTIA_STREAMS: 'state',
    MOTIA_MAX_RETRIES: '3',
    MOTIA_DLQ: `arn:aws:sqs:${account}:dead`,
    MOTIA_TOPICS: JSON.stringify(topics),
  }
}

/** Sets variables (undefined: unsets) and returns what puts the former ones back. */
export function setEnvironment(variables: Readonly<Record<string, string | undefined>>): () => void {
  const former = Object.fromEntries(Object.keys(variables).map((name) => [name, process.env[name]]))
  apply(variables)
  return () => apply(former)
}

function apply(variables: Readonly<Record<string, string | undefined>>): void {
  for (const [name, value] of Object.entries(variables)) {
    if (value === undefined) delete process.env[name]
    else process.env[name] = value
  }
}
