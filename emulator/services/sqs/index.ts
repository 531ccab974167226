import type { ServiceContext, SqsPort } from '../../ports.ts'
import type { Access } from '../access/index.ts'
import type { Api } from '../gateway/api.ts'
import { sqsApi } from './api.ts'
import { createEngine } from './engine.ts'
import { createMoveTasks } from './move-tasks.ts'
import { createSqsPort } from './port.ts'

export interface Sqs {
  readonly port: SqsPort
  readonly api: Api
  stop(): void
}

/** Amazon SQS. */
export function createSqs(context: ServiceContext, access: Access): Sqs {
  const engine = createEngine(context, access)
  const tasks = createMoveTasks(engine)
  return {
    port: createSqsPort(engine, access),
    api: sqsApi(engine, tasks),
    stop() {
      tasks.stop()
      engine.availability.stop()
    },
  }
}
