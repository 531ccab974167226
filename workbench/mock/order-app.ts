import type { Edge, StepView } from '../../cli/dev/protocol.ts'
import type { Trigger } from '../../lib/steps/model.ts'

const orderRequest = {
  type: 'object',
  required: ['customer', 'email', 'items'],
  properties: {
    customer: { type: 'string', minLength: 1 },
    email: { type: 'string', format: 'email' },
    currency: { type: 'string', enum: ['EUR', 'SEK', 'USD'], default: 'EUR' },
    express: { type: 'boolean', default: false, description: 'Ships today' },
    items: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        required: ['sku', 'quantity', 'price'],
        properties: {
          sku: { type: 'string', minLength: 1 },
          quantity: { type: 'integer', minimum: 1, maximum: 100 },
          price: { type: 'number', exclusiveMinimum: 0 },
        },
      },
    },
  },
}

const reference = { type: 'object', required: ['orderId'], properties: { orderId: { type: 'string' } } }

/** A Step as the dev server shows it, from the little that tells it apart. */
export function step(name: string, trigger: Trigger, rest: Partial<StepView> = {}): StepView {
  const file = rest.file ?? `steps/${name}${rest.language === 'python' ? '_step.py' : '.step.ts'}`
  const queue = trigger.type === 'event' ? `orders-${name}` : null
  return {
    name,
    file,
    location: { file, line: 4 },
    language: 'node',
    dialect: 'define-step',
    flows: ['orders'],
    triggers: [trigger],
    emits: [],
    emitsAnything: false,
    virtualEmits: [],
    virtualSubscribes: [],
    state: [],
    streams: [],
    includeFiles: [],
    environment: [],
    infrastructure: {},
    allowLoop: false,
    functionName: `orders-${name}`,
    queue,
    deadLetterQueue: queue ? `${queue}-dlq` : null,
    schedule: trigger.type === 'cron' ? `orders-${name}` : null,
    memory: 512,
    timeout: 30,
    permissions: [
      {
        effect: 'Allow',
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: [`arn:aws:logs:eu-north-1:000000000000:log-group:/aws/lambda/orders-${name}:*`],
      },
    ],
    invocations: 0,
    errors: 0,
    sparkline: Array(12).fill(0),
    ...rest,
  }
}

const dynamo = (...actions: string[]) => ({
  effect: 'Allow',
  actions: actions.map((action) => `dynamodb:${action}`),
  resources: ['arn:aws:dynamodb:eu-north-1:000000000000:table/orders-state'],
})

const emit = (topic: string, conditional = false) => ({ topic, source: 'inferred' as const, conditional })

const event = (...subscribes: string[]): Trigger => ({ type: 'event', subscribes, patterns: [], input: reference })

export const steps: readonly StepView[] = [
  step(
    'create-order',
    { type: 'api', method: 'POST', path: '/orders', bodySchema: orderRequest },
    {
      description: 'Takes an order, stores it and tells the rest of the app.',
      emits: [emit('order.created')],
      state: ['set'],
      permissions: [
        dynamo('PutItem', 'UpdateItem'),
        {
          effect: 'Allow',
          actions: ['sns:Publish'],
          resources: ['arn:aws:sns:eu-north-1:000000000000:orders-order-created'],
        },
      ],
    },
  ),
  step(
    'get-order',
    {
      type: 'api',
      method: 'GET',
      path: '/orders/:id',
      queryParams: [{ name: 'include', description: 'payment, receipt or risk' }],
    },
    {
      description: 'An order with what the other Steps found out about it.',
      state: ['get'],
      permissions: [dynamo('GetItem')],
    },
  ),
  step(
    'graphql',
    { type: 'api', method: 'POST', path: '/graphql' },
    {
      description: 'Orders and their risk over GraphQL.',
      state: ['get', 'query'],
      permissions: [dynamo('GetItem', 'Query')],
    },
  ),
  step('process-payment', event('order.created'), {
    description: 'Charges the customer.',
    emits: [emit('payment.completed', true)],
    state: ['get', 'set', 'update'],
    infrastructure: { queue: { maxRetries: 5 } },
    permissions: [dynamo('GetItem', 'PutItem', 'UpdateItem')],
  }),
  step('send-receipt', event('payment.completed'), { description: 'Writes the receipt.', state: ['get', 'set'] }),
  step('analyze-order', event('order.created'), {
    description: 'Scores the risk of an order.',
    language: 'python',
    emits: [emit('order.flagged', true)],
    state: ['get', 'set'],
    environment: ['RISK_MODEL'],
  }),
  step('order-flagged', event('order.flagged'), {
    description: 'Puts an order with a high risk score on hold.',
    state: ['update'],
  }),
  step(
    'daily-cleanup',
    { type: 'cron', expression: '0 3 * * *', timezone: 'Europe/Stockholm' },
    {
      description: 'Deletes orders older than 30 days, with all that hangs on them.',
      flows: ['housekeeping'],
      state: ['query', 'delete'],
    },
  ),
]

/** The edges that the topics of Steps make. */
export function edgesOf(list: readonly StepView[]): Edge[] {
  const subscribers = (topic: string) =>
    list.filter((other) =>
      other.triggers.some((trigger) => trigger.type === 'event' && trigger.subscribes.includes(topic)),
    )
  return list.flatMap((from) =>
    from.emits.flatMap(({ topic, conditional = false, label }): Edge[] => {
      const to = subscribers(topic)
      const edge = { topic, from: from.name, conditional, virtual: false, ...(label ? { label } : {}) }
      if (to.length === 0) return [{ ...edge, to: null, transport: 'sns' }]
      return to.map((other) => ({ ...edge, to: other.name, transport: to.length > 1 ? 'sns' : 'sqs' }))
    }),
  )
}
