import type { Duration } from 'aws-cdk-lib'
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch'
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda'
import type { IQueue } from 'aws-cdk-lib/aws-sqs'
import type { Construct } from 'constructs'
import type { Step } from '../steps/model.ts'
import { actions, cloudwatch, core } from './cdk.ts'
import type { AlarmsProps } from './props.ts'

/** A function that fails or is held back. */
export function functionAlarms(scope: Construct, step: Step, target: LambdaFunction, props: AlarmsProps): void {
  const period = core.Duration.minutes(5)
  const statistic = 'Sum'
  alarm(scope, 'Errors', `${step.name} fails`, target.metricErrors({ period, statistic }), 1, props)
  alarm(
    scope,
    'Throttles',
    `${step.name} is held back by Lambda`,
    target.metricThrottles({ period, statistic }),
    1,
    props,
  )
}

/** Something lies in the dead-letter queue. */
export function deadLetterAlarm(scope: Construct, step: Step, queue: IQueue, props: AlarmsProps): void {
  const metric = queueMetric(queue, 'ApproximateNumberOfMessagesVisible', core.Duration.minutes(1))
  alarm(scope, 'DeadLetters', `${step.name} gave up on a message`, metric, 1, props)
}

/** A message waits too long. */
export function backlogAlarm(scope: Construct, step: Step, queue: IQueue, props: AlarmsProps): void {
  const metric = queueMetric(queue, 'ApproximateAgeOfOldestMessage', core.Duration.minutes(5))
  const age = (props.oldestMessage ?? core.Duration.minutes(15)).toSeconds()
  alarm(scope, 'OldestMessage', `${step.name} is behind: a message waits for more than ${age} s`, metric, age, props)
}

/** The queue's name is taken out of its ARN: the alarm may stand in another stack, and a stack has 200 parameters. */
function queueMetric(queue: IQueue, metricName: string, period: Duration): Metric {
  return new cloudwatch.Metric({
    namespace: 'AWS/SQS',
    metricName,
    dimensionsMap: { QueueName: core.Fn.select(5, core.Fn.split(':', queue.queueArn)) },
    statistic: 'Maximum',
    period,
  })
}

function alarm(
  scope: Construct,
  id: string,
  description: string,
  metric: Metric,
  threshold: number,
  props: AlarmsProps,
) {
  const made = new cloudwatch.Alarm(scope, `${id}Alarm`, {
    alarmDescription: description,
    metric,
    threshold,
    evaluationPeriods: 1,
    comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
  })
  if (!props.topic) return
  const action = new actions.SnsAction(props.topic)
  made.addAlarmAction(action)
  made.addOkAction(action)
}
