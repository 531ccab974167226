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
  const stated = statedEndpoint(service)
  if (stated) return stated
  return service === 'execute-api' ? streamsEndpoint() : `https://${service}.${region()}.${suffixOf(region())}`
}

/** An API's own address, unlike the others': https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-how-to-call-websocket-api-connections.html */
function streamsEndpoint(): string {
  const endpoint = process.env['MOTIA_STREAMS_ENDPOINT']
  if (endpoint) return endpoint
  throw new MissingSettingError(
    'MOTIA_STREAMS_ENDPOINT',
    'the Step was deployed without the right to tell clients of streams; deploy it again',
  )
}

/** The URL of a queue, made from its ARN: `arn:aws:sqs:region:account:name`. */
export function queueUrl(arn: string): string {
  const [, , , queueRegion = '', account = '', name = ''] = arn.split(':')
  const endpoint = statedEndpoint('sqs') ?? `https://sqs.${queueRegion}.${suffixOf(queueRegion)}`
  return `${endpoint}/${account}/${name}`
}

function statedEndpoint(service: ServiceName): string | undefined {
  const stated = process.env[variables[service]] || process.env['AWS_ENDPOINT_URL']
  return stated?.replace(/\/+$/, '') || undefined
}

function suffixOf(name: string): string {
  return name.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com'
}
