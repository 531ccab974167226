import { rm } from 'node:fs/promises'
import path from 'node:path'
import { createBuilder } from '../../cli/dev/build.ts'
import { preparePython } from '../../cli/dev/python.ts'
import { stateTable } from '../../cli/state.ts'
import { type Emulator, startEmulator } from '../../emulator/index.ts'
import type { DeployedStep, Deployment, Target } from './model.ts'

/** The emulator of `motia-aws dev`. It takes a cloud assembly as it is, so nothing is bootstrapped or uploaded. */
export const emulator: Target = {
  name: 'emulator',
  missing: async () => undefined,
  async start() {
    let cloud: Emulator | undefined
    return {
      get url() {
        if (!cloud) throw new Error('nothing was deployed yet')
        return cloud.endpoint
      },
      region: 'us-east-1',
      async deploy(project) {
        const builder = createBuilder(project, { config: {}, directory: path.join(project, '.motia') })
        const { assembly, stack } = await builder.build()
        await builder.close()
        const python = await preparePython(project, { interpreter: 'python3', onProgress: (text) => console.log(text) })
        if (cloud) await cloud.deploy(assembly)
        else cloud = await startEmulator({ assembly, stack, python })
        return describe(cloud)
      },
      async destroy(project) {
        await cloud?.stop()
        await rm(path.join(project, '.motia'), { recursive: true, force: true })
      },
      stop: async () => {},
    }
  },
}

function describe(cloud: Emulator): Deployment {
  const steps = new Map<string, DeployedStep>()
  for (const { step, role, physicalId } of cloud.resources())
    if (step !== undefined && role !== undefined) steps.set(step, { ...steps.get(step), [role]: physicalId })
  return { apiUrl: cloud.apiUrl, table: stateTable(cloud), streamsUrl: cloud.webSocketUrl, steps }
}
