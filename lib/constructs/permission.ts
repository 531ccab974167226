import type { IFunction } from 'aws-cdk-lib/aws-lambda'
import type { Construct } from 'constructs'
import { core, lambda } from './cdk.ts'

/**
 * Lets an API call a function.
 *
 * @param part of the API, as an `execute-api` ARN has it behind the API's id: `<stage>/<method>/<path>` with `*` for any,
 * or `authorizers/<id>`
 */
export function permitApi(scope: Construct, id: string, target: IFunction, apiId: string, part: string): void {
  new lambda.CfnPermission(scope, id, {
    action: 'lambda:InvokeFunction',
    principal: 'apigateway.amazonaws.com',
    functionName: target.functionArn,
    sourceArn: core.Stack.of(scope).formatArn({ service: 'execute-api', resource: apiId, resourceName: part }),
  })
}
