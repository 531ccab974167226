import type { Dashboard, MathExpression } from 'aws-cdk-lib/aws-cloudwatch'
import type { Construct } from 'constructs'
import { cloudwatch, core } from './cdk.ts'

/**
 * Invocations, errors, duration, queues and dead letters of all Steps. The graphs search by the stack's name, with which
 * CloudFormation begins the names of all that it makes, so the dashboard refers to no function and never has too many
 * metrics. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/search-expression-syntax.html
 */
export function dashboard(scope: Construct, appName: string, stackName: string): Dashboard {
  const functions = (metric: string, statistic: string) =>
    search(`{AWS/Lambda,FunctionName} MetricName="${metric}" ${stackName}`, statistic)
  const queues = (metric: string, name: string) =>
    search(`{AWS/SQS,QueueName} MetricName="${metric}" ${stackName} ${name}`, 'Maximum')
  const graph = (title: string, left: MathExpression) =>
    new cloudwatch.GraphWidget({ title, left: [left], width: 8, height: 6 })
  const made = new cloudwatch.Dashboard(scope, 'Dashboard', { defaultInterval: core.Duration.hours(3) })
  made.addWidgets(new cloudwatch.TextWidget({ markdown: `# ${appName}`, width: 24, height: 1 }))
  made.addWidgets(
    graph('Invocations', functions('Invocations', 'Sum')),
    graph('Errors', functions('Errors', 'Sum')),
    graph('Duration, p99 (ms)', functions('Duration', 'p99')),
  )
  made.addWidgets(
    graph('Messages waiting', queues('ApproximateNumberOfMessagesVisible', 'NOT DeadLetterQueue')),
    graph('Age of the oldest message (s)', queues('ApproximateAgeOfOldestMessage', 'NOT DeadLetterQueue')),
    graph('Dead letters', queues('ApproximateNumberOfMessagesVisible', 'DeadLetterQueue')),
  )
  return made
}

function search(query: string, statistic: string): MathExpression {
  return new cloudwatch.MathExpression({
    expression: `SEARCH('${query}', '${statistic}', 300)`,
    usingMetrics: {},
    label: '',
    period: core.Duration.minutes(5),
  })
}
