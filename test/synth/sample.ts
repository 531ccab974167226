/**
 * Synthesizes a small app that has one of everything: `node test/synth/sample.ts <folder>` writes the cloud assembly.
 * Its handlers are a few lines each and need nothing but what Lambda has.
 */
import { App, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib'
import { EventBus, type IEventBus } from 'aws-cdk-lib/aws-events'
import { StepsApp } from '../../lib/index.ts'
import type { Step } from '../../lib/steps/model.ts'
import { api, asset, cron, emits, event, step } from './steps.ts'

const steps: readonly Step[] = [
  step('create-order', api('POST', '/orders'), { ...emits('order.created', 'order.audited'), state: ['set'] }),
  step('get-order', api('GET', '/orders/:id'), { state: ['get', 'query'] }),
  step('anything', api('ANY', '/files/*')),
  step('process-payment', event('order.created'), {
    ...emits('payment.done', 'nobody.listens'),
    state: ['get', 'update'],
    infrastructure: { handler: { timeout: 10, memory: 256 }, queue: { maxRetries: 2, concurrency: 5 } },
  }),
  step('send receipt', event('payment.done', 'order.refunded'), { infrastructure: { queue: { delaySeconds: 1 } } }),
  step('score-risk', event('order.created'), { language: 'python' }),
  step('keep-order', event('order.sorted'), { infrastructure: { queue: { type: 'fifo', batchSize: 5 } } }),
  step('batch-audit', event('order.audited'), { infrastructure: { queue: { batchSize: 50, batchWindow: 2 } } }),
  step('bus-listener', event('bus.told')),
  step('on-upload', {
    type: 'event',
    subscribes: [],
    patterns: [{ pattern: { source: ['aws.s3'], 'detail-type': ['Object Created'] } }],
  }),
  step('cleanup', cron('30 2 * * 1-5', 'Europe/Berlin'), {
    ...emits('order.sorted', 'bus.told'),
    state: ['query', 'delete'],
  }),
  step('two-schedules', cron('0 12 13 * FRI')),
]

const app = new App({ outdir: process.argv[2] ?? 'cdk.out', analyticsReporting: false })
const stack = new Stack(app, 'Sample')
const bus: IEventBus = new EventBus(stack, 'Bus') as IEventBus
new StepsApp(stack, 'App', {
  prepared: {
    project: { root: import.meta.dirname, steps, streams: [], findings: [] },
    assets: steps.map(({ name, language }) => asset(name, language === 'python' ? 'echo-python' : 'echo')),
  },
  environment: { GREETING: 'hello' },
  topics: { 'bus.*': { bus } },
  steps: { 'get-order': { timeout: Duration.seconds(5) } },
  alarms: true,
  removalPolicy: RemovalPolicy.DESTROY,
})
app.synth()
