/** The thread of `own-app.ts`: synthesizes what it is told to, and answers. */
import { parentPort } from 'node:worker_threads'
import type { PreparedSteps } from '../../../lib/constructs/props.ts'
import { enableCodeCache } from '../code-cache.ts'
import { withoutStaging } from './context.ts'

export interface Order {
  readonly root: string
  readonly name: string
  readonly outdir: string
  readonly prepared: PreparedSteps
}

export interface Answer {
  /** What went wrong, for the reader. */
  readonly error?: string
}

/** So many Steps fit into one stack, whatever they are: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
const oneStack = 100

enableCodeCache()
const [{ core }, { StepsApp, SynthError }] = await Promise.all([
  import('../../../lib/constructs/cdk.ts'),
  import('../../../lib/index.ts'),
])

parentPort!.on('message', (order: Order) => parentPort!.postMessage(synthesize(order)))

function synthesize({ root, name, outdir, prepared }: Order): Answer {
  try {
    const app = new core.App({ outdir, analyticsReporting: false, treeMetadata: false, context: withoutStaging })
    const stack = new core.Stack(app, name.replace(/[^A-Za-z0-9-]+/g, '-').replace(/^[^A-Za-z]+/, '') || 'App')
    // Nobody deploys this app, so it matters little where its queues stand.
    const spread = prepared.project.steps.length > oneStack ? { spread: { stacks: 8 } } : {}
    new StepsApp(stack, 'App', { entry: root, prepared, ...spread })
    app.synth()
    return {}
  } catch (error) {
    const { message, stack = message } = error as Error
    return { error: error instanceof SynthError ? message : stack }
  }
}
