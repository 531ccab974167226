import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ScheduleView } from '../../../cli/dev/protocol.ts'
import { changeSchedule, useSchedules } from '../api/index.ts'
import { ago, moment } from '../format/index.ts'
import { Empty, Failure, Icon, TriggerIcon } from '../parts/index.ts'
import { href, Link, useParams } from '../url/index.ts'
import { inZone, zones } from './zones.ts'

const example = `export default defineStep({
  type: 'cron',
  expression: '0 3 * * *',
  timezone: 'Europe/Stockholm',
  handler: ({ logger }) => logger.info('good night'),
})`

/** When cron Steps run, in any time zone; run one now, pause one. */
export function Schedules() {
  const { data: schedules, error } = useSchedules()
  const [params, change] = useParams('schedules')
  if (error) return <Failure error={error} />
  if (!schedules) return null
  if (schedules.length === 0)
    return (
      <Empty title="No schedules yet" code={example}>
        A cron Step runs by the clock.
      </Empty>
    )
  return (
    <div className="view">
      <div className="toolbar">
        <h1>Schedules</h1>
        <span className="grow" />
        <label className="line second">
          Times in
          <select
            className="input zone"
            value={params.zone ?? ''}
            onChange={(event) => change({ zone: event.target.value }, { replace: true })}
          >
            <option value="">each schedule's zone</option>
            {zones().map((zone) => (
              <option key={zone}>{zone}</option>
            ))}
          </select>
        </label>
      </div>
      <div className="scroll">
        <ul>
          {schedules.map((schedule) => (
            <Schedule key={schedule.name} schedule={schedule} zone={params.zone ?? schedule.timezone} />
          ))}
        </ul>
      </div>
    </div>
  )
}

function Schedule({ schedule, zone }: { schedule: ScheduleView; zone: string }) {
  const client = useQueryClient()
  const act = useMutation({
    mutationFn: (action: 'run' | 'pause' | 'resume') => changeSchedule(schedule.name, action),
    onSuccess: () => client.invalidateQueries({ queryKey: ['schedules'] }),
  })
  const title = schedule.step ?? schedule.name
  return (
    <li className="schedule">
      <div className="line schedule-head">
        <TriggerIcon type="cron" />
        <h2>{schedule.step ? <Link href={href('flows', { step: schedule.step })}>{title}</Link> : title}</h2>
        <code>{schedule.written}</code>
        <span className="quiet">{schedule.timezone}</span>
        {!schedule.enabled && <span className="second">paused</span>}
        <span className="grow" />
        {act.isSuccess && act.variables === 'run' && (
          <span className="second" role="status">
            started, see <Link href={href('traces', { step: title })}>its traces</Link>
          </span>
        )}
        <button type="button" className="button" disabled={act.isPending} onClick={() => act.mutate('run')}>
          <Icon name="play" size={14} /> Run now
        </button>
        <button
          type="button"
          className="button"
          disabled={act.isPending}
          onClick={() => act.mutate(schedule.enabled ? 'pause' : 'resume')}
        >
          <Icon name={schedule.enabled ? 'pause' : 'play'} size={14} /> {schedule.enabled ? 'Pause' : 'Resume'}
        </button>
      </div>
      {act.error && <Failure error={act.error} />}
      <ol className="runs" aria-label="Next runs">
        {schedule.nextRuns.map((time, at) => (
          <li key={time} title={moment(time)}>
            <span className="mono">{inZone(time, zone)}</span>
            <span className="quiet small">{at === 0 || schedule.enabled ? ago(time) : ''}</span>
          </li>
        ))}
      </ol>
      <p className="quiet small">
        On AWS: <code>{schedule.expression}</code>
      </p>
    </li>
  )
}
