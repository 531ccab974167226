import type { Invocation } from '../../lambda/invocation.ts'
import type { SegmentDocument } from '../daemon.ts'

/**
 * The two segments that Lambda makes of an invocation: the service's and, below it, the function's, which is the parent
 * of what the runtime sends. https://docs.aws.amazon.com/lambda/latest/dg/services-xray.html
 */
export function lambdaSegments(invocation: Invocation): readonly [SegmentDocument, SegmentDocument] {
  const { function: definition, root, segmentId, requestId, start, end, error, flows } = invocation
  const caller = flows.find(({ traceId }) => traceId === root)?.parentId
  const throttled = error !== undefined && /^(TooManyRequests|Recursive)/.test(error.errorType)
  const shared = {
    name: definition.name,
    trace_id: root,
    ...(end === undefined ? { in_progress: true } : { end_time: end / 1000 }),
    ...(throttled && { error: true, throttle: true }),
    ...(error && !throttled && { fault: true }),
  }
  const service: SegmentDocument = {
    ...shared,
    id: serviceSegmentId(segmentId),
    ...(caller !== undefined && { parent_id: caller }),
    start_time: start / 1000,
    origin: 'AWS::Lambda',
    resource_arn: definition.arn,
    aws: { request_id: requestId },
    ...(end !== undefined && { http: { response: { status: throttled ? 429 : 200 } } }),
  }
  return [
    service,
    {
      ...shared,
      id: segmentId,
      parent_id: service.id,
      start_time: start / 1000,
      origin: 'AWS::Lambda::Function',
      resource_arn: definition.arn,
      aws: { function_arn: definition.arn, cloudwatch_logs: [{ log_group: definition.logGroup }] },
      ...(error && { cause: causeOf(invocation) }),
      ...initOf(invocation),
    },
  ]
}

/** Another id that follows from the function segment's, so that the second report of an invocation replaces the first. */
function serviceSegmentId(segmentId: string): string {
  return (BigInt(`0x${segmentId}`) ^ 0xffff_ffff_ffff_ffffn).toString(16).padStart(16, '0')
}

function causeOf({ error, segmentId }: Invocation): unknown {
  const { errorType, errorMessage } = error!
  return { exceptions: [{ id: segmentId, type: errorType, message: errorMessage }] }
}

function initOf({ initDuration, running, start, segmentId }: Invocation): Pick<SegmentDocument, 'subsegments'> {
  if (initDuration === undefined) return {}
  const ended = running ?? start
  // 16 digits, as every id; the last one differs.
  const id = `${segmentId.slice(0, 15)}${(Number.parseInt(segmentId[15]!, 16) ^ 1).toString(16)}`
  const begun = Math.max(ended - initDuration, start)
  return { subsegments: [{ id, name: 'Init', start_time: begun / 1000, end_time: ended / 1000 }] }
}
