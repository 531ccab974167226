import type { QueueState } from '../model.ts'
import { watchDeadLetters } from './dead-letters.ts'
import { type DeployedStack, deploy, nothingDeployed } from './deploy/index.ts'
import type { EventHub } from './events.ts'
import { prewarm } from './prewarm.ts'
import { queueStates } from './queues.ts'
import type { Cloud } from './resources/index.ts'

/** The deployment that stands, and the way to the next. */
export interface Deployments {
  current(): DeployedStack
  /** Updates to an assembly, after the updates that were asked for before. */
  update(assembly: string): Promise<void>
  /** The queues of the deployment as they are now. */
  queues(): QueueState[]
  /** The Step that a resource belongs to. */
  stepOf(arn: string): string | undefined
  stop(): void
}

/** @param stackName which stack of an assembly; the only one when undefined */
export function createDeployments(cloud: Cloud, hub: EventHub, stackName: string | undefined): Deployments {
  const { services, functions, apis, webSocketApis } = cloud
  const { clock } = services.context
  let deployed = nothingDeployed

  const queues = (): QueueState[] => queueStates(services, deployed.resources.values())
  const stepOf = (arn: string): string | undefined =>
    [...deployed.resources.values()].find(({ made }) => made.arn === arn)?.request.step

  const deadLetters = watchDeadLetters(services, (queue, messageId) => {
    const step = stepOf(queue)
    hub.emit({
      type: 'deadLetter',
      time: clock.now(),
      queue: queue.split(':').at(-1)!,
      ...(step !== undefined && { step }),
      messageId,
    })
  })
  let endPrewarming = (): void => undefined

  const update = async (assembly: string): Promise<void> => {
    endPrewarming()
    deployed = await deploy(cloud, deployed, assembly, stackName)
    deadLetters.watch(queues().flatMap(({ deadLetter, arn }) => (deadLetter ? [arn] : [])))
    endPrewarming = prewarm(functions.all(), new Set([...apis.functionArns(), ...webSocketApis.functionArns()]))
    hub.emit({ type: 'deployed', time: clock.now() })
  }
  // One after another: an update builds on what the one before left.
  let updates = Promise.resolve()

  return {
    current: () => deployed,
    update(assembly) {
      const next = updates.then(() => update(assembly))
      updates = next.catch(() => undefined)
      return next
    },
    queues,
    stepOf,
    stop() {
      endPrewarming()
      deadLetters.watch([])
    },
  }
}
