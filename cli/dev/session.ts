import type { Emulator } from '../../emulator/index.ts'
import type { Project } from '../../lib/steps/model.ts'
import type { Activity } from './activity.ts'
import type { AppInfo, AppStatus, StreamEvent } from './protocol.ts'

/** A running `motia-aws dev`, as the server's routes see it: all of it is live. */
export interface Session {
  readonly name: string
  /** Absolute path of the project. */
  readonly root: string
  readonly emulator: Emulator
  /** The last version that could be read. */
  readonly project: Project
  readonly status: AppStatus
  readonly missing: AppInfo['missing']
  readonly activity: Activity
  /** Absolute path of the cloud assembly that runs. */
  readonly assembly: string
  on(listener: (event: StreamEvent) => void): () => void
}
