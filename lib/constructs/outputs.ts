import type { Construct } from 'constructs'
import { core } from './cdk.ts'

export interface OutputValues {
  readonly appName: string
  readonly apiUrl: string | undefined
  readonly tableName: string | undefined
  readonly streamsUrl: string | undefined
  readonly dashboardName: string | undefined
  readonly domainTarget: string | undefined
}

/**
 * What somebody who has just deployed wants to know: where the API is, and where to look. By the words in front of their
 * descriptions the command line finds the stacks that hold an app.
 */
export function outputs(scope: Construct, values: OutputValues): void {
  const { region } = core.Stack.of(scope)
  const console = `https://${region}.console.aws.amazon.com`
  // The annotation is written by the runtime with every subsegment.
  const traces = encodeURIComponent(`annotation[app] = "${values.appName}"`)
  const add = (id: string, description: string, value: string | undefined) => {
    if (value) new core.CfnOutput(scope, id, { description: `motia-aws: ${description}`, value })
  }
  add('ApiUrl', 'URL of the HTTP API', values.apiUrl)
  add('TableName', 'State table', values.tableName)
  add('StreamsUrl', 'Where clients of streams connect', values.streamsUrl)
  add('TracesUrl', 'X-Ray traces of this app', `${console}/xray/home?region=${region}#/traces?filter=${traces}`)
  add(
    'DashboardUrl',
    'CloudWatch dashboard',
    values.dashboardName && `${console}/cloudwatch/home?region=${region}#dashboards:name=${values.dashboardName}`,
  )
  add('DomainTarget', "What the domain's DNS record (ALIAS or CNAME) points at", values.domainTarget)
}
