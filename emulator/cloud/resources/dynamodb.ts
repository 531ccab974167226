import type { Cloud, Made, Provider, ResourceRequest } from './provider.ts'
import { flag, list, optional, record } from './read.ts'

const tableProperties = [
  'AttributeDefinitions',
  'BillingMode',
  'GlobalSecondaryIndexes',
  'KeySchema',
  'LocalSecondaryIndexes',
  'ProvisionedThroughput',
]
const inert = [
  'ContributorInsightsSpecification',
  'DeletionProtectionEnabled',
  'KinesisStreamSpecification',
  'OnDemandThroughput',
  'PointInTimeRecoverySpecification',
  'ResourcePolicy',
  'SSESpecification',
  'TableClass',
  'Tags',
  'WarmThroughput',
  'Replicas',
  'WriteOnDemandThroughputSettings',
  'WriteProvisionedThroughputSettings',
]

const check = (properties: Readonly<Record<string, unknown>>): string[] =>
  properties['StreamSpecification'] === undefined
    ? []
    : ['StreamSpecification: table streams are not emulated: leave it out, or emit an event instead']

/** `AWS::DynamoDB::Table` and, as its one replica in this region, `AWS::DynamoDB::GlobalTable`. */
export const table: Provider = {
  honours: ['TableName', 'TimeToLiveSpecification', 'StreamSpecification', ...tableProperties],
  inert,
  check,
  put,
  remove: (made, _, cloud) => cloud.services.dynamodb.deleteTable(made.ref),
}

async function put(request: ResourceRequest, cloud: Cloud): Promise<Made> {
  const { properties } = request
  const name = optional(properties, 'TableName') ?? request.generatedName(255)
  const definition = Object.fromEntries(
    tableProperties.filter((each) => properties[each] !== undefined).map((each) => [each, properties[each]]),
  )
  // The local engine needs a billing mode or a throughput; there is nothing to pay.
  if (!definition['ProvisionedThroughput']) definition['BillingMode'] = 'PAY_PER_REQUEST'
  if (definition['BillingMode'] === 'PAY_PER_REQUEST' && definition['GlobalSecondaryIndexes'])
    definition['GlobalSecondaryIndexes'] = list(definition['GlobalSecondaryIndexes']).map((index) => {
      const { IndexName, KeySchema, Projection } = record(index)
      return { IndexName, KeySchema, Projection }
    })
  const { arn } = await cloud.services.dynamodb.putTable({ TableName: name, ...definition })
  const ttl = record(properties['TimeToLiveSpecification'])
  cloud.services.dynamodb.setTimeToLive(name, flag(ttl['Enabled']) ? optional(ttl, 'AttributeName') : undefined)
  return { ref: name, arn, attributes: { Arn: arn } }
}
