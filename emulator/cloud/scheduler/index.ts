import { randomUUID } from 'node:crypto'
import type { ScheduleState } from '../../model.ts'
import type { Services } from '../../ports.ts'
import { NotFoundError } from '../errors.ts'
import { parseExpression, type Recurrence } from './expression.ts'

export { ScheduleExpressionError } from './errors.ts'
export { parseExpression } from './expression.ts'

/** `AWS::Scheduler::Schedule` */
export interface Schedule {
  readonly name: string
  readonly arn: string
  readonly step?: string
  readonly expression: string
  readonly timezone: string
  readonly enabled: boolean
  /** ms since 1970 */
  readonly start?: number
  readonly end?: number
  readonly target: ScheduleTarget
}

export interface ScheduleTarget {
  readonly arn: string
  readonly roleArn: string
  readonly input?: string
  readonly deadLetterArn?: string
  readonly messageGroupId?: string
  readonly retries: number
  /** Seconds. */
  readonly maxAge: number
}

/** The schedules of the account, by ARN. */
export interface Schedules {
  put(schedule: Schedule): void
  remove(arn: string): void
  list(): ScheduleState[]
  /** Runs it now, besides its times. Throws when there is no such schedule. */
  run(nameOrArn: string): void
  setEnabled(nameOrArn: string, enabled: boolean): void
  stop(): void
}

export interface SchedulesHost {
  readonly services: Services
  /** Hands an event to a function asynchronously. */
  readonly accept: (functionArn: string, event: { payload: string; trigger: string }) => void
  readonly problem: (schedule: Schedule, message: string) => void
}

interface Entry {
  readonly schedule: Schedule
  readonly recurrence: Recurrence
  enabled: boolean
  next: number | undefined
  cancel: (() => void) | undefined
}

export function createSchedules(host: SchedulesHost): Schedules {
  const { clock } = host.services.context
  const entries = new Map<string, Entry>()

  const arm = (entry: Entry, after: number): void => {
    entry.cancel?.()
    const { start = 0, end = Number.POSITIVE_INFINITY } = entry.schedule
    const next = entry.enabled ? entry.recurrence.next(Math.max(after, start - 1)) : undefined
    entry.next = next !== undefined && next <= end ? next : undefined
    entry.cancel = entry.next === undefined ? undefined : clock.at(entry.next, () => due(entry, entry.next!))
  }

  const due = (entry: Entry, time: number): void => {
    arm(entry, time)
    fire(entry.schedule, time, 1)
  }

  const fire = (schedule: Schedule, time: number, attempt: number): void => {
    const { target } = schedule
    try {
      deliver(host, schedule, render(schedule, time, attempt))
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      const denied =
        error instanceof Error &&
        /AccessDenied|NotFound|NonExistent|DoesNotExist/.test(`${error.name} ${'code' in error ? error.code : ''}`)
      const wait = Math.min(2 ** attempt, 300) * 1000
      // Retrying cannot mend a missing permission: Scheduler hands such an event on at once.
      if (!denied && attempt <= target.retries && clock.now() + wait - time <= target.maxAge * 1000) {
        clock.at(clock.now() + wait, () => fire(schedule, time, attempt + 1))
        return
      }
      host.problem(schedule, `schedule ${schedule.name} could not reach ${target.arn}: ${message}`)
      if (target.deadLetterArn)
        host.services.sqs.send(target.deadLetterArn, {
          body: render(schedule, time, attempt),
          messageAttributes: {
            ERROR_CODE: { DataType: 'String', StringValue: error instanceof Error ? error.name : 'Error' },
            ERROR_MESSAGE: { DataType: 'String', StringValue: message.slice(0, 1024) },
            EXECUTION_ID: { DataType: 'String', StringValue: randomUUID() },
            SCHEDULE_ARN: { DataType: 'String', StringValue: schedule.arn },
            TARGET_ARN: { DataType: 'String', StringValue: target.arn },
          },
        })
    }
  }

  const find = (nameOrArn: string): Entry => {
    const entry =
      entries.get(nameOrArn) ??
      [...entries.values()].find(({ schedule }) => [schedule.name, schedule.step].includes(nameOrArn))
    if (entry) return entry
    const names = [...entries.values()].map(({ schedule }) => schedule.name)
    throw new NotFoundError(`there is no schedule '${nameOrArn}'; there are ${names.join(', ') || 'none'}`)
  }

  return {
    put(schedule) {
      const old = entries.get(schedule.arn)
      const now = clock.now()
      const entry: Entry = {
        schedule,
        recurrence: parseExpression(schedule.expression, schedule.timezone, schedule.start ?? now),
        enabled: schedule.enabled,
        next: undefined,
        cancel: undefined,
      }
      old?.cancel?.()
      entries.set(schedule.arn, entry)
      arm(entry, now)
    },
    remove(arn) {
      entries.get(arn)?.cancel?.()
      entries.delete(arn)
    },
    list: () =>
      [...entries.values()].map(({ schedule, enabled, next }) => ({
        name: schedule.name,
        ...(schedule.step !== undefined && { step: schedule.step }),
        expression: schedule.expression,
        timezone: schedule.timezone,
        enabled,
        ...(next !== undefined && { next }),
      })),
    run(nameOrArn) {
      fire(find(nameOrArn).schedule, clock.now(), 1)
    },
    setEnabled(nameOrArn, enabled) {
      const entry = find(nameOrArn)
      entry.enabled = enabled
      arm(entry, clock.now())
    },
    stop() {
      for (const entry of entries.values()) entry.cancel?.()
    },
  }
}

/** https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html */
function render(schedule: Schedule, time: number, attempt: number): string {
  const attributes: Readonly<Record<string, string>> = {
    'aws.scheduler.schedule-arn': schedule.arn,
    'aws.scheduler.scheduled-time': `${new Date(time).toISOString().slice(0, 19)}Z`,
    'aws.scheduler.execution-id': randomUUID(),
    'aws.scheduler.attempt-number': String(attempt),
  }
  const input = schedule.target.input ?? defaultInput
  return input.replaceAll(/<(aws\.scheduler\.[a-z-]+)>/g, (whole, name: string) => attributes[name] ?? whole)
}

/** What a target gets when its schedule states no input. */
const defaultInput = JSON.stringify({
  version: '0',
  id: '<aws.scheduler.execution-id>',
  'detail-type': 'Scheduled Event',
  source: 'aws.scheduler',
  time: '<aws.scheduler.scheduled-time>',
  resources: ['<aws.scheduler.schedule-arn>'],
  detail: '{}',
})

function deliver(host: SchedulesHost, schedule: Schedule, payload: string): void {
  const { services } = host
  const { arn, roleArn, messageGroupId } = schedule.target
  const role = { type: 'role', roleArn, functionName: `schedule ${schedule.name}` } as const
  if (arn.includes(':lambda:')) {
    services.authorize(role, 'lambda:InvokeFunction', arn)
    host.accept(arn, { payload, trigger: 'schedule' })
  } else if (arn.includes(':sqs:')) {
    services.authorize(role, 'sqs:SendMessage', arn)
    services.sqs.send(arn, { body: payload, ...(messageGroupId !== undefined && { groupId: messageGroupId }) })
  } else throw new Error(`target ${arn} is not supported: only functions and queues are`)
}
