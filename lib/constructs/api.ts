import type { CfnStage, DomainName, HttpApi, HttpStage } from 'aws-cdk-lib/aws-apigatewayv2'
import type { LogGroup } from 'aws-cdk-lib/aws-logs'
import { Construct } from 'constructs'
import { apigateway, core, logs } from './cdk.ts'
import { SynthError } from './errors.ts'
import { permitApi } from './permission.ts'
import type { AuthorizerProps, StepsAppProps } from './props.ts'

/** What a route says of who may call it. */
export interface RouteAuthorization {
  readonly authorizationType: 'NONE' | 'AWS_IAM' | 'JWT' | 'CUSTOM'
  readonly authorizerId?: string
  readonly authorizationScopes?: string[]
}

/** The HTTP API of an app: one stage, CORS, throttling, access log, authorizers and a domain. */
export class StepsApi extends Construct {
  readonly api: HttpApi
  readonly stage: HttpStage
  readonly accessLog: LogGroup
  readonly domainName: DomainName | undefined
  readonly #props: StepsAppProps
  readonly #authorizers = new Map<string, RouteAuthorization>()

  constructor(scope: Construct, id: string, props: StepsAppProps) {
    super(scope, id)
    this.#props = props
    this.api = new apigateway.HttpApi(this, 'HttpApi', {
      ...(props.cors === false ? {} : { corsPreflight: props.cors ?? openCors }),
    })
    this.stage = this.api.defaultStage as HttpStage
    this.accessLog = new logs.LogGroup(this, 'AccessLog', {
      retention: props.logRetention ?? logs.RetentionDays.ONE_MONTH,
      removalPolicy: core.RemovalPolicy.DESTROY,
    })
    const stage = this.stage.node.defaultChild as CfnStage
    stage.accessLogSettings = { destinationArn: this.accessLog.logGroupArn, format: JSON.stringify(accessLogFormat) }
    stage.defaultRouteSettings = {
      throttlingRateLimit: props.throttle?.rateLimit ?? 1_000,
      throttlingBurstLimit: props.throttle?.burstLimit ?? 2_000,
    }
    this.domainName = props.domain && this.#domain(props.domain)
  }

  /** The URL with the stage, without a slash at the end. */
  get url(): string {
    const { domain } = this.#props
    return domain ? `https://${domain.name}${domain.path ? `/${domain.path}` : ''}` : this.api.apiEndpoint
  }

  /** What `auth` of a Step or of the app stands for. */
  authorization(auth: string, place: string): RouteAuthorization {
    if (auth === 'none') return { authorizationType: 'NONE' }
    if (auth === 'iam') return { authorizationType: 'AWS_IAM' }
    const known = this.#authorizers.get(auth)
    if (known) return known
    const props = this.#props.authorizers?.[auth]
    if (!props) {
      const names = ['none', 'iam', ...Object.keys(this.#props.authorizers ?? {})].join(', ')
      throw new SynthError(`${place}: auth '${auth}' is not known; it is one of: ${names}`)
    }
    const made = this.#authorizer(auth, props)
    this.#authorizers.set(auth, made)
    return made
  }

  #authorizer(name: string, props: AuthorizerProps): RouteAuthorization {
    const apiId = this.api.apiId
    if (props.type === 'jwt') {
      const authorizer = new apigateway.CfnAuthorizer(this, `Authorizer-${name}`, {
        apiId,
        name,
        authorizerType: 'JWT',
        identitySource: ['$request.header.Authorization'],
        jwtConfiguration: { issuer: props.issuer, audience: [...props.audience] },
      })
      return {
        authorizationType: 'JWT',
        authorizerId: authorizer.ref,
        ...(props.scopes ? { authorizationScopes: [...props.scopes] } : {}),
      }
    }
    const authorizer = new apigateway.CfnAuthorizer(this, `Authorizer-${name}`, {
      apiId,
      name,
      authorizerType: 'REQUEST',
      authorizerUri: `arn:${core.Aws.PARTITION}:apigateway:${core.Stack.of(this).region}:lambda:path/2015-03-31/functions/${props.function.functionArn}/invocations`,
      authorizerPayloadFormatVersion: '2.0',
      enableSimpleResponses: true,
      authorizerResultTtlInSeconds: (props.cacheTtl ?? core.Duration.minutes(5)).toSeconds(),
      identitySource: [...(props.identitySource ?? ['$request.header.Authorization'])],
    })
    permitApi(this, `Permission-${name}`, props.function, apiId, `authorizers/${authorizer.ref}`)
    return { authorizationType: 'CUSTOM', authorizerId: authorizer.ref }
  }

  #domain(domain: NonNullable<StepsAppProps['domain']>): DomainName {
    const name = new apigateway.DomainName(this, 'DomainName', {
      domainName: domain.name,
      certificate: domain.certificate,
    })
    new apigateway.ApiMapping(this, 'ApiMapping', {
      api: this.api,
      domainName: name,
      stage: this.stage,
      ...(domain.path ? { apiMappingKey: domain.path } : {}),
    })
    return name
  }
}

/** As Motia answers: everybody may call, nobody with credentials. */
const openCors = {
  allowOrigins: ['*'],
  allowMethods: [apigateway.CorsHttpMethod.ANY],
  allowHeaders: ['*'],
  exposeHeaders: ['*'],
  maxAge: core.Duration.hours(1),
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html */
const accessLogFormat = {
  requestId: '$context.requestId',
  time: '$context.requestTime',
  routeKey: '$context.routeKey',
  status: '$context.status',
  responseLength: '$context.responseLength',
  latency: '$context.responseLatency',
  integrationLatency: '$context.integrationLatency',
  error: '$context.error.message',
  integrationError: '$context.integrationErrorMessage',
  ip: '$context.identity.sourceIp',
  userAgent: '$context.identity.userAgent',
}
