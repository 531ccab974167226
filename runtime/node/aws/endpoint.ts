import { MissingSettingError } from '../errors.ts'
import type { ServiceName } from './operations.ts'

/** https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html */
const variables: Readonly<Record<ServiceName, string>> = {
  sqs: 'AWS_ENDPOINT_URL_SQS',
  sns: 'AWS_ENDPOINT_URL_SNS',
  events: 'AWS_ENDPOINT_URL_EVENTBRIDGE',
  dynamodb: 'AWS_ENDPOINT_URL_DYNAMODB',
}

/** The function's region. */
export function region(): string {
  const name = process.env['AWS_REGION'] ?? process.env['AWS_DEFAULT_REGION']
  if (!name) throw new MissingSettingError('AWS_REGION', 'Lambda sets it; give the region when running elsewhere')
  return name
}

/** Where calls to a service go, without a slash at the end. */
export function endpointOf(service: ServiceName): string {
  return statedEndpoint(service) ?? `https://${service}.${region()}.${suffixOf(region())}`
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
