import type { CfnRoute } from 'aws-cdk-lib/aws-apigatewayv2'
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda'
import type { Construct } from 'constructs'
import type { ApiTrigger, Step } from '../steps/model.ts'
import { acknowledge } from './acknowledgements.ts'
import type { StepsApi } from './api.ts'
import { apigateway, core } from './cdk.ts'
import { mark } from './metadata.ts'
import { permitApi } from './permission.ts'

/**
 * Puts an API Step behind its route. The route stands in `standing`, for two routes of one key cannot exist at once:
 * when the function moves to another stack, the route stays and is pointed at the new integration.
 */
export function connectRoute(
  standing: Construct,
  moving: Construct,
  step: Step,
  trigger: ApiTrigger,
  target: LambdaFunction,
  api: StepsApi,
  auth: string,
): CfnRoute {
  const { apiId } = api.api
  const path = routePath(trigger.path)
  const integration = new apigateway.CfnIntegration(moving, 'Integration', {
    apiId,
    integrationType: 'AWS_PROXY',
    integrationUri: target.functionArn,
    payloadFormatVersion: '2.0',
  })
  permitApi(moving, 'Permission', target, apiId, `*/${trigger.method === 'ANY' ? '*' : trigger.method}${path}`)
  const route = new apigateway.CfnRoute(standing, 'Route', {
    apiId,
    routeKey: `${trigger.method} ${path}`,
    target: core.Fn.join('/', ['integrations', integration.ref]),
    ...api.authorization(auth, `${step.location.file}:${step.location.line}: step '${step.name}'`),
  })
  mark(route, { step: step.name, role: 'route' })
  if (auth === 'none') acknowledge(route, 'route')
  return route
}

/**
 * A path as API Gateway writes it: `/orders/:id` -> `/orders/{id}`, `/files/*` -> `/files/{proxy+}`.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
 */
export function routePath(path: string): string {
  const segments = path.split('/').filter((segment) => segment !== '')
  return `/${segments
    .map((segment) => {
      if (segment === '*' || segment === '**') return '{proxy+}'
      const parameter = /^:([\w-]+)([*+]?)$/.exec(segment)
      return parameter ? `{${parameter[1]}${parameter[2] ? '+' : ''}}` : segment
    })
    .join('/')}`
}
