/** Where the suite can run. Each target says whether it is here, starts if need be, and deploys in its own way. */
import { emulator } from './targets/emulator.ts'
import { floci } from './targets/floci.ts'
import { localstack } from './targets/localstack.ts'
import { ministack } from './targets/ministack.ts'
import type { Target } from './targets/model.ts'

export type { Deployment, Endpoint, Target } from './targets/model.ts'

export const targets: readonly Target[] = [emulator, ministack, localstack, floci]
