import type { EmulatorOptions } from '../model.ts'
import type { Services } from '../ports.ts'
import { lambdaApi } from './lambda/api.ts'
import { principalOf } from './lambda/definition.ts'
import { createFunctions, type Functions } from './lambda/functions.ts'
import { createInlineCode } from './lambda/inline-code.ts'
import { type Reaper, startReaper } from './lambda/reaper.ts'
import { label } from './observer.ts'
import { type Cloud, createRoles } from './resources/index.ts'
import type { Telemetry } from './telemetry.ts'
import { createTriggers } from './triggers.ts'
import { startXrayDaemon, type XrayDaemon } from './xray/index.ts'

/** An empty cloud, which a deployment fills. */
export interface RunningCloud extends Cloud {
  stop(): Promise<void>
}

/** @param stepOfQueue the Step that a queue of the deployment belongs to */
export async function startCloud(
  services: Services,
  telemetry: Telemetry,
  options: EmulatorOptions,
  stepOfQueue: (arn: string) => string | undefined,
): Promise<RunningCloud> {
  const { region, account } = services.context
  const daemon = await startXrayDaemon(telemetry.receive)
  const reaper = startReaper()
  const functions = functionsOf(services, telemetry, options, { daemon, reaper })
  const triggers = createTriggers({ services, functions, telemetry, apiPort: options.apiPort ?? 0, stepOfQueue })
  const inlineCode = createInlineCode()
  return {
    services,
    region,
    account,
    roles: createRoles(services.access),
    functions,
    inlineCode,
    ...triggers,
    async stop() {
      triggers.eventSources.stop()
      triggers.schedules.stop()
      await Promise.all([triggers.apis.stop(), triggers.webSocketApis.stop(), functions.stop()])
      inlineCode.remove()
      await daemon.stop()
      await reaper.stop()
    },
  }
}

function functionsOf(
  services: Services,
  { observer }: Telemetry,
  { python = { executable: 'python3' }, inspect, environment = {} }: EmulatorOptions,
  { daemon, reaper }: { readonly daemon: XrayDaemon; readonly reaper: Reaper },
): Functions {
  const { region, endpoint, clock } = services.context
  const functions = createFunctions(
    services,
    {
      region,
      endpoint,
      xrayDaemon: () => daemon.address,
      now: clock.now,
      reaper,
      python,
      inspect,
      extraEnvironment: environment,
      credentials: (definition) => services.access.issueCredentials(principalOf(definition)),
      observer,
    },
    (definition, message) => observer.problem(label(definition), message),
  )
  services.setInvoke((functionArn, payload, { principal, traceHeader }) => {
    if (principal.type === 'service') functions.assertPermitted(principal.service, principal.sourceArn, functionArn)
    functions.accept(functionArn, {
      payload,
      trigger: principal.type === 'service' ? principal.service.split('.')[0]! : 'invoke',
      ...(traceHeader !== undefined && { traceHeader }),
    })
  })
  services.addRoute(lambdaApi(functions, services))
  return functions
}
