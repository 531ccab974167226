export { startEmulator } from './emulator.ts'
export { DeployError, NotFoundError, StillBusyError, TemplateError } from './errors.ts'
export { parseExpression, ScheduleExpressionError } from './scheduler/index.ts'
