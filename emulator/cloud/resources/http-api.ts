import { createHash } from 'node:crypto'
import { DeployError } from '../errors.ts'
import type { CorsConfiguration } from '../http-api/cors.ts'
import type { ApiSettings } from '../http-api/registry.ts'
import { readSelection } from '../websocket-api/index.ts'
import type { Cloud, Provider } from './provider.ts'
import { flag, number, optional, record, required, strings } from './read.ts'

export const api: Provider = {
  honours: ['CorsConfiguration', 'Name', 'ProtocolType', 'DisableExecuteApiEndpoint', 'RouteSelectionExpression'],
  inert: ['Description', 'Tags', 'Version', 'IpAddressType', 'FailOnWarnings'],
  check: ({
    ProtocolType: protocol,
    RouteSelectionExpression: expression,
    Body: body,
    BodyS3Location: location,
    Target: target,
  }) => [
    ...(protocol === 'WEBSOCKET' && !(typeof expression === 'string' && readSelection(expression))
      ? [`RouteSelectionExpression ${expression} is not emulated: select by the body, as $request.body.action does`]
      : []),
    ...(body !== undefined || location !== undefined || target !== undefined
      ? ['Body, BodyS3Location and Target are not read: define routes and integrations as resources']
      : []),
  ],
  async put(request, cloud) {
    const apiId = createHash('sha256').update(request.generatedName()).digest('hex').slice(0, 10)
    const cors = request.properties['CorsConfiguration'] as CorsConfiguration | undefined
    const url =
      request.properties['ProtocolType'] === 'WEBSOCKET'
        ? await cloud.webSocketApis.putApi(apiId, required(request, 'RouteSelectionExpression'))
        : await cloud.apis.putApi(apiId, cors)
    return { ref: apiId, attributes: { ApiEndpoint: url, ApiId: apiId } }
  },
  async remove({ ref: apiId }, _, cloud) {
    await cloud.webSocketApis.removeApi(apiId)
    await cloud.apis.removeApi(apiId)
  },
}

/** The HTTP or WebSocket APIs, whichever this one is of. */
function settings(cloud: Cloud, apiId: string): ApiSettings {
  return cloud.webSocketApis.has(apiId) ? cloud.webSocketApis : cloud.apis
}

export const stage: Provider = {
  honours: ['ApiId', 'StageName', 'StageVariables'],
  // Throttling and access logs have no say on one machine.
  inert: [
    'AccessLogSettings',
    'AutoDeploy',
    'DefaultRouteSettings',
    'DeploymentId',
    'Description',
    'RouteSettings',
    'Tags',
    'AccessPolicyId',
  ],
  put(request, cloud) {
    const name = required(request, 'StageName')
    const apiId = required(request, 'ApiId')
    settings(cloud, apiId).putStage(apiId, name, record(request.properties['StageVariables']) as Record<string, string>)
    return { ref: name, attributes: {} }
  },
}

export const integration: Provider = {
  honours: [
    'ApiId',
    'IntegrationType',
    'IntegrationUri',
    'PayloadFormatVersion',
    'TimeoutInMillis',
    'IntegrationMethod',
  ],
  inert: ['Description', 'ConnectionType'],
  check: ({ IntegrationType: type, PayloadFormatVersion: version }) => [
    ...(type !== undefined && type !== 'AWS_PROXY'
      ? [`integration type ${type} is not emulated: only AWS_PROXY to a function is`]
      : []),
    ...(version !== undefined && version !== '2.0' ? [`payload format ${version} is not emulated: only 2.0 is`] : []),
  ],
  put(request, cloud) {
    const uri = required(request, 'IntegrationUri')
    const functionArn = /arn:[^:]+:lambda:[^:]+:[^:]+:function:[^/:]+/.exec(uri)?.[0]
    if (!functionArn) throw new DeployError(`${request.path}: integration ${uri} is no function`)
    const id = createHash('sha256').update(request.generatedName()).digest('hex').slice(0, 7)
    const apiId = required(request, 'ApiId')
    // The default is the most that each of them can wait:
    // https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigatewayv2-integration.html
    const timeout = cloud.webSocketApis.has(apiId) ? 29_000 : 30_000
    settings(cloud, apiId).putIntegration(apiId, id, {
      functionArn,
      timeout: number(request.properties, 'TimeoutInMillis') ?? timeout,
    })
    return { ref: id, attributes: { IntegrationId: id } }
  },
  remove(made, request, cloud) {
    const apiId = required(request, 'ApiId')
    settings(cloud, apiId).removeIntegration(apiId, made.ref)
  },
}

export const route: Provider = {
  honours: [
    'ApiId',
    'AuthorizationScopes',
    'AuthorizationType',
    'AuthorizerId',
    'RouteKey',
    'RouteResponseSelectionExpression',
    'Target',
  ],
  inert: ['OperationName', 'ApiKeyRequired'],
  check: ({ AuthorizationType: type, ApiKeyRequired: key }) => [
    ...(type === 'AWS_IAM'
      ? [
          'AWS_IAM: signed requests to an API are not verified here: use a JWT or Lambda authorizer, or none, for local runs',
        ]
      : []),
    ...(flag(key) ? ['ApiKeyRequired: API keys are not checked here: leave them out of what runs here'] : []),
  ],
  put(request, cloud) {
    const authorizerId = optional(request.properties, 'AuthorizerId')
    const id = createHash('sha256').update(request.generatedName()).digest('hex').slice(0, 7)
    const apiId = required(request, 'ApiId')
    settings(cloud, apiId).putRoute(apiId, id, {
      key: required(request, 'RouteKey'),
      integrationId: required(request, 'Target').replace('integrations/', ''),
      ...(authorizerId !== undefined && { authorizerId }),
      scopes: strings(request.properties['AuthorizationScopes']),
      responds: request.properties['RouteResponseSelectionExpression'] === '$default',
    })
    return { ref: id, attributes: { RouteId: id } }
  },
  remove(made, request, cloud) {
    const apiId = required(request, 'ApiId')
    settings(cloud, apiId).removeRoute(apiId, made.ref)
  },
}

/** Lets what the function of a WebSocket API's route returns go to the client. */
export const routeResponse: Provider = {
  honours: ['ApiId', 'RouteId', 'RouteResponseKey'],
  put(request, cloud) {
    const routeId = required(request, 'RouteId')
    cloud.webSocketApis.putRouteResponse(required(request, 'ApiId'), routeId)
    return { ref: routeId, attributes: { RouteResponseId: routeId } }
  },
  remove: (made, request, cloud) => cloud.webSocketApis.removeRouteResponse(required(request, 'ApiId'), made.ref),
}

export const authorizer: Provider = {
  honours: [
    'ApiId',
    'AuthorizerPayloadFormatVersion',
    'AuthorizerType',
    'AuthorizerUri',
    'EnableSimpleResponses',
    'IdentitySource',
    'JwtConfiguration',
    'Name',
  ],
  // Decisions are not cached, so that a change shows at once.
  inert: ['AuthorizerResultTtlInSeconds', 'AuthorizerCredentialsArn'],
  check: ({ AuthorizerType: type, EnableSimpleResponses: simple, AuthorizerPayloadFormatVersion: version }) =>
    type === 'REQUEST' && (simple !== true || version !== '2.0')
      ? ['Lambda authorizers are emulated with payload format 2.0 and EnableSimpleResponses only']
      : [],
  put(request, cloud) {
    const { properties } = request
    const apiId = required(request, 'ApiId')
    const id = createHash('sha256').update(request.generatedName()).digest('hex').slice(0, 6)
    const identitySource = strings(properties['IdentitySource'])
    const jwt = record(properties['JwtConfiguration'])
    const functionArn = /arn:[^:]+:lambda:[^:]+:[^:]+:function:[^/:]+/.exec(
      optional(properties, 'AuthorizerUri') ?? '',
    )?.[0]
    cloud.apis.putAuthorizer(
      apiId,
      id,
      properties['AuthorizerType'] === 'JWT'
        ? { type: 'JWT', issuer: String(jwt['Issuer']), audience: strings(jwt['Audience']), identitySource }
        : { type: 'REQUEST', functionArn: functionArn ?? '', identitySource, source: `${apiId}/authorizers/${id}` },
    )
    return { ref: id, attributes: { AuthorizerId: id } }
  },
  remove: (made, request, cloud) => cloud.apis.removeAuthorizer(required(request, 'ApiId'), made.ref),
}
