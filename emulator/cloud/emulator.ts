import type { Emulator, EmulatorOptions } from '../model.ts'
import { realClock, startServices } from '../services/index.ts'
import { startCloud } from './cloud.ts'
import { cloudFormationApi } from './cloudformation/index.ts'
import { logsApi } from './cloudwatch-logs/index.ts'
import { createDeployments } from './deployments.ts'
import { createOperations } from './operations.ts'
import { createTelemetry } from './telemetry.ts'
import { xrayApi } from './xray/api/index.ts'

/**
 * Runs the stack of a cloud assembly on this machine.
 *
 * @example
 * const cloud = await startEmulator({ assembly: 'cdk.out' })
 * await fetch(`${cloud.apiUrl}/orders`, { method: 'POST', body: '{}' })
 * await cloud.idle()
 * await cloud.stop()
 */
export async function startEmulator(options: EmulatorOptions): Promise<Emulator> {
  // 1. The services, and what watches them.
  const clock = realClock()
  const telemetry = createTelemetry(clock)
  const services = await startServices({ ...serviceOptions(options), clock, observe: telemetry.observer.activity })
  const { context } = services
  if (options.directory !== undefined) telemetry.keepIn(context.db)

  // 2. Functions, and what calls them.
  const cloud = await startCloud(services, telemetry, options, (arn) => deployments.stepOf(arn))

  // 3. The template.
  const deployments = createDeployments(cloud, telemetry.hub, options.stack)
  services.addApi(cloudFormationApi(context, deployments.current))
  services.addApi(xrayApi(services, telemetry.documents, telemetry.receive))
  services.addApi(logsApi(context, deployments.current, telemetry.logStore))

  let stopped: Promise<void> | undefined
  const stop = (): Promise<void> => {
    stopped ??= stopAll()
    return stopped
  }
  const stopAll = async (): Promise<void> => {
    telemetry.hub.stop()
    deployments.stop()
    await cloud.stop()
    telemetry.flush()
    await services.stop()
  }

  try {
    await deployments.update(options.assembly)
  } catch (error) {
    await stop()
    throw error
  }
  cloud.functions.resume()
  return Object.assign(createOperations(cloud, telemetry, deployments), { stop })
}

function serviceOptions({
  region,
  account,
  port,
  directory,
}: EmulatorOptions): Partial<Parameters<typeof startServices>[0]> {
  return {
    ...(region !== undefined && { region }),
    ...(account !== undefined && { account }),
    ...(port !== undefined && { port }),
    ...(directory !== undefined && { directory }),
  }
}
