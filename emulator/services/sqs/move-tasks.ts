import { randomUUID } from 'node:crypto'
import { AwsError } from '../../errors.ts'
import type { Engine } from './engine.ts'
import { invalidParameter } from './errors.ts'
import type { Queue } from './queue.ts'
import { moveMessage, sourceOf, sourcesOf } from './redrive.ts'

export interface MoveTask {
  readonly handle: string
  readonly source: Queue
  /** Where each message came from when absent. */
  readonly destination?: Queue
  /** Messages a second; as fast as can be when absent. */
  readonly rate?: number
  /** ms since 1970 */
  readonly started: number
  readonly total: number
  status: 'RUNNING' | 'COMPLETED' | 'CANCELLED' | 'FAILED'
  moved: number
  failure?: string
}

/** Moves messages out of dead-letter queues. */
export interface MoveTasks {
  /** Returns the task's handle. */
  start(sourceArn: string | undefined, destinationArn: string | undefined, rate: number | undefined): string
  /** Newest first. */
  list(sourceArn: string | undefined, limit: number): readonly MoveTask[]
  /** Returns how many messages had been moved. */
  cancel(handle: string | undefined): number
  stop(): void
}

const notFound = (message: string) => new AwsError('ResourceNotFoundException', message, { status: 404 })

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html */
export function createMoveTasks(engine: Engine): MoveTasks {
  const tasks: MoveTask[] = []
  const timers = new Set<() => void>()
  const { clock } = engine.context

  const byArn = (arn: string | undefined): Queue => {
    try {
      return engine.registry.byArn(arn ?? '')
    } catch (cause) {
      throw Object.assign(notFound(`The resource that you specified for the queue ARN ${arn} doesn't exist.`), {
        cause,
      })
    }
  }

  const moveSome = (task: MoveTask) => {
    const rows = engine.messages.buried(task.source.name, Math.min(task.rate ?? task.total, task.total - task.moved))
    for (const row of rows) {
      const target = task.destination ?? sourceOf(engine, row)
      if (target === undefined) {
        task.status = 'FAILED'
        task.failure = 'CouldNotDetermineMessageSource'
        return
      }
      moveMessage(engine, row, target)
      task.moved += 1
    }
    if (rows.length === 0 || task.moved >= task.total) {
      task.status = 'COMPLETED'
      return
    }
    const cancel = clock.at(clock.now() + 1000, () => {
      timers.delete(cancel)
      if (task.status === 'RUNNING') moveSome(task)
    })
    timers.add(cancel)
  }

  return {
    start(sourceArn, destinationArn, rate) {
      const source = byArn(sourceArn)
      const destination = destinationArn === undefined ? undefined : byArn(destinationArn)
      if (sourcesOf(engine, source).length === 0) {
        throw invalidParameter('Source queue must be configured as a Dead Letter Queue.')
      }
      if (rate !== undefined && (!Number.isInteger(rate) || rate < 1 || rate > 500)) {
        throw invalidParameter('Value for parameter MaxNumberOfMessagesPerSecond is invalid: 1 to 500.')
      }
      if (tasks.some((task) => task.source === source && task.status === 'RUNNING')) {
        throw new AwsError(
          'UnsupportedOperation',
          'There is already a task running. Only one active task is allowed for a source queue arn at a given time.',
        )
      }
      const task: MoveTask = {
        handle: Buffer.from(JSON.stringify({ taskId: randomUUID(), sourceArn })).toString('base64'),
        source,
        ...(destination && { destination }),
        ...(rate !== undefined && { rate }),
        started: clock.now(),
        total: engine.messages.buried(source.name, -1).length,
        status: 'RUNNING',
        moved: 0,
      }
      tasks.unshift(task)
      moveSome(task)
      return task.handle
    },
    list(sourceArn, limit) {
      const source = byArn(sourceArn)
      return tasks.filter((task) => task.source === source).slice(0, Math.min(limit, 10))
    },
    cancel(handle) {
      const task = tasks.find((candidate) => candidate.handle === handle)
      if (task === undefined) throw notFound('The task handle does not exist.')
      if (task.status !== 'RUNNING') {
        throw new AwsError('UnsupportedOperation', 'Only active tasks can be cancelled.')
      }
      task.status = 'CANCELLED'
      return task.moved
    },
    stop() {
      for (const cancel of timers) cancel()
    },
  }
}
