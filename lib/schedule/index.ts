/** Unix cron, as authors write it, to what EventBridge Scheduler takes. */
export { InvalidCronError } from './errors.ts'
export { type EventBridgeSchedule, eventBridgeSchedules } from './event-bridge.ts'
export { type CronFields, parseCron } from './unix.ts'
