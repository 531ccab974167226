import type { RemovalPolicy } from 'aws-cdk-lib'
import type { Table } from 'aws-cdk-lib/aws-dynamodb'
import type { Construct } from 'constructs'
import type { StateOperation } from '../steps/model.ts'
import { core, dynamodb } from './cdk.ts'

/** What each state call does to the table; runtime/CONTRACT.md is the source. */
const actions: Readonly<Record<StateOperation, readonly string[]>> = {
  get: ['dynamodb:GetItem'],
  set: ['dynamodb:UpdateItem'],
  delete: ['dynamodb:DeleteItem'],
  query: ['dynamodb:Query'],
  getGroup: ['dynamodb:Query'],
  update: ['dynamodb:GetItem', 'dynamodb:UpdateItem'],
  clear: ['dynamodb:Query', 'dynamodb:BatchWriteItem'],
}

/** The DynamoDB actions that these state calls need, no more. */
export function stateActions(operations: readonly StateOperation[]): string[] {
  return [...new Set(operations.flatMap((operation) => actions[operation]))].sort()
}

/** The state table: pay per request, point-in-time recovery, kept when the stack goes. */
export function stateTable(scope: Construct, removalPolicy: RemovalPolicy = core.RemovalPolicy.RETAIN): Table {
  return new dynamodb.Table(scope, 'Table', {
    partitionKey: { name: 'group', type: dynamodb.AttributeType.STRING },
    sortKey: { name: 'key', type: dynamodb.AttributeType.STRING },
    timeToLiveAttribute: 'ttl',
    billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    removalPolicy,
  })
}
