/** The emulator: runs a synthesized CloudFormation template on this machine. */

export {
  DeployError,
  NotFoundError,
  parseExpression,
  ScheduleExpressionError,
  StillBusyError,
  startEmulator,
  TemplateError,
} from './cloud/index.ts'
export type * from './model.ts'
