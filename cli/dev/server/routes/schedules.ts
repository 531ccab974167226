import { Cron } from 'croner'
import { Hono } from 'hono'
import type { ScheduleView } from '../../protocol.ts'
import type { Session } from '../../session.ts'
import { notFound } from '../errors.ts'

/** Schedules: when they run, run now, pause. */
export function schedules(session: Session): Hono {
  const { emulator } = session
  const known = (name: string) => {
    const schedule = emulator.schedules().find((candidate) => candidate.name === name)
    if (!schedule) throw notFound('schedule', name)
    return schedule
  }
  return new Hono()
    .get('/schedules', (context) => context.json(emulator.schedules().map((schedule) => describe(session, schedule))))
    .post('/schedules/:name/run', async (context) => {
      await emulator.runSchedule(known(context.req.param('name')).name)
      return context.json({})
    })
    .post('/schedules/:name/pause', (context) => {
      emulator.setScheduleEnabled(known(context.req.param('name')).name, false)
      return context.json({})
    })
    .post('/schedules/:name/resume', (context) => {
      emulator.setScheduleEnabled(known(context.req.param('name')).name, true)
      return context.json({})
    })
}

type Schedule = ReturnType<Session['emulator']['schedules']>[number]

function describe(session: Session, schedule: Schedule): ScheduleView {
  const step = session.project.steps.find((candidate) => candidate.name === schedule.step)
  const cron = step?.triggers.find((trigger) => trigger.type === 'cron')
  const nextRuns = cron ? new Cron(cron.expression, { timezone: schedule.timezone, paused: true }).nextRuns(5) : []
  return {
    ...schedule,
    written: cron?.expression ?? schedule.expression,
    nextRuns: nextRuns.map((date) => date.getTime()),
  }
}
