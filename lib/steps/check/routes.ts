import type { ApiTrigger, Finding, Step } from '../model.ts'
import { parsePath, routeShape } from '../normalise/path.ts'

/**
 * Two Steps on one route. `/orders/:id` and `/orders/:orderId` match the same requests, so they are one route too
 * (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html).
 */
export function duplicateRoutes(steps: readonly Step[]): Finding[] {
  const first = new Map<string, { step: Step; trigger: ApiTrigger }>()
  const findings: Finding[] = []
  for (const step of steps) {
    for (const trigger of step.triggers) {
      if (trigger.type !== 'api') continue
      const parsed = parsePath(trigger.path)
      if ('error' in parsed) continue
      const shape = `${trigger.method} ${routeShape(parsed.segments)}`
      const other = first.get(shape)
      if (!other) {
        first.set(shape, { step, trigger })
        continue
      }
      const same = other.trigger.path === trigger.path
      const route = `${trigger.method} ${trigger.path}`
      const place = `${other.step.file}:${other.step.location.line}`
      findings.push({
        severity: 'error',
        rule: 'duplicate-route',
        message: same
          ? `two Steps serve ${route}: the other is '${other.step.name}' in ${place}`
          : `${route} matches the same requests as ${other.trigger.path} of '${other.step.name}' in ${place}`,
        location: step.location,
        step: step.name,
      })
    }
  }
  return findings
}
