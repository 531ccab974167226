import type { Provider } from './provider.ts'
import { optional } from './read.ts'

/** A resource that watches or documents and changes nothing of what runs: any property is fine. */
export const inert: Provider = {
  honours: [],
  put(request, cloud) {
    const name =
      optional(request.properties, 'LogGroupName') ??
      optional(request.properties, 'AlarmName') ??
      optional(request.properties, 'DashboardName') ??
      optional(request.properties, 'Name') ??
      request.generatedName(255)
    const arn = `arn:aws:emulated:${cloud.region}:${cloud.account}:${name}`
    return { ref: name, arn, attributes: { Arn: arn } }
  },
}

/** Log groups have an ARN that policies name. */
export const logGroup: Provider = {
  honours: [],
  put(request, cloud) {
    const name = optional(request.properties, 'LogGroupName') ?? request.generatedName(512)
    const arn = `arn:aws:logs:${cloud.region}:${cloud.account}:log-group:${name}:*`
    return { ref: name, arn, attributes: { Arn: arn } }
  },
}
