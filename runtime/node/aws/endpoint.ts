import { MissingSettingError } from '../errors.ts'
import type { ServiceName } from './operations.ts'

/** https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html */
const variables: Readonly<Record<ServiceName, string>> = {
  sqs: 'AWS_ENDPOINT_URL_SQS',
  sns: 'AWS_ENDPOINT_URL_SNS',
  events: 'AWS_ENDPOINT_URL_EVENTBRIDGE',
  dynamodb: 'AWS_ENDPOINT_URL_DYNAMODB',
  'execute-api': 'AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI',
}

/** The function's region. */
export function region(): string {
  const name = process.env['AWS_REGION'] ?? process.env['AWS_DEFAULT_REGION']
  if (!name) throw new MissingSettingError('AWS_REGION', 'Lambda sets it; give the region when running elsewhere')
  return name
}

/** Where calls to a service go, without a slash at the end. */
export function endpointOf(service: ServiceName): string {
  if (service === 'execute-api') return streamsEndpoint()
  return statedEndpoint(service) ?? `https://${service}.${region()}.${suffixOf(region())}`
}

/**
 * An API's own address, unlike the others': https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-how-to-call-websocket-api-connections.html
 * What stands in for all of AWS has its APIs by path: https://docs.localstack.cloud/aws/services/apigateway/
 */
function streamsEndpoint(): string {
  const stated = process.env[variables['execute-api']]
  if (stated) return trimmed(stated)
  const endpoint = process.env['MOTIA_STREAMS_ENDPOINT']
  const local = process.env['AWS_ENDPOINT_URL']
  if (!endpoint) {
    if (local) return trimmed(local)
    throw new MissingSettingError(
      'MOTIA_STREAMS_ENDPOINT',
      'the Step was deployed without the right to tell clients of streams; deploy it again',
    )
  }
  const aws = /^https:\/\/(\w+)\.execute-api\.[^/]+\/([\w-]+)$/.exec(endpoint)
  return aws && local ? `${trimmed(local)}/_aws/execute-api/${aws[1]}/${aws[2]}` : endpoint
}

/** The URL of a queue, made from its ARN: `arn:aws:sqs:region:account:name`. */
export function queueUrl(arn: string): string {
  const [, , , queueRegion = '', account = '', name = ''] = arn.split(':')
  const endpoint = statedEndpoint('sqs') ?? `https://sqs.${queueRegion}.${suffixOf(queueRegion)}`
  return `${endpoint}/${account}/${name}`
}

function statedEndpoint(service: ServiceName): string | undefined {
  const stated = process.env[variables[service]] || process.env['AWS_ENDPOINT_URL']
  return stated ? trimmed(stated) : undefined
}

const trimmed = (url: string): string => url.replace(/\/+$/, '')

function suffixOf(name: string): string {
  return name.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com'
}
