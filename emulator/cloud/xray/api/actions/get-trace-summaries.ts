import type { GetTraceSummariesRequest } from '@aws-sdk/client-xray'
import type { Wire } from '../../../../services/gateway/wire.ts'
import { pageOf } from '../../../page.ts'
import { invalidRequest } from '../errors.ts'
import { parseFilter } from '../filter/index.ts'
import type { DocumentStore } from '../store.ts'
import { type AnnotationValue, type Service, type Summary, summaryOf } from '../summary.ts'

/** Seconds: https://docs.aws.amazon.com/xray/latest/api/API_GetTraceSummaries.html and its console's limit. */
const longest = 6 * 60 * 60
const pageSize = 100

/** https://docs.aws.amazon.com/xray/latest/api/API_GetTraceSummaries.html */
export const getTraceSummaries =
  (store: DocumentStore, account: string, now: () => number) => (input: Partial<Wire<GetTraceSummariesRequest>>) => {
    const { StartTime: start, EndTime: end, TimeRangeType: type = 'TraceId' } = input
    if (start === undefined || end === undefined) throw invalidRequest('StartTime and EndTime must be given')
    if (end < start) throw invalidRequest('EndTime is before StartTime')
    if (end - start > longest) throw invalidRequest('The time range is longer than 6 hours')
    if (type !== 'TraceId' && type !== 'Event')
      throw invalidRequest(`the emulator's X-Ray has no time range of type ${type}; it has TraceId and Event`)
    const matches = parseFilter(input.FilterExpression ?? '')
    const within = (summary: Summary): boolean =>
      type === 'TraceId'
        ? // The id tells the second.
          idTime(summary.id) >= Math.floor(start) && idTime(summary.id) <= end
        : summary.start + summary.duration >= start && summary.start <= end
    const summaries = store.all().map(summaryOf).filter(within)
    const { items, next } = pageOf(summaries.filter(matches), input.NextToken, pageSize, () => {
      throw invalidRequest('NextToken is none that was given out')
    })
    return {
      TraceSummaries: items.map((summary) => toWire(summary, account)),
      ApproximateTime: now() / 1000,
      TracesProcessedCount: summaries.length,
      ...(next !== undefined && { NextToken: next }),
    }
  }

/** `1-<seconds in hex>-<24 digits>` */
const idTime = (traceId: string): number => Number.parseInt(traceId.split('-')[1] ?? '', 16)

function toWire(summary: Summary, account: string) {
  const serviceId = ({ name, type }: Service) => ({
    Name: name,
    Names: [name],
    AccountId: account,
    ...(type && { Type: type }),
  })
  const { http, entryPoint } = summary
  return {
    Id: summary.id,
    StartTime: summary.start,
    Duration: summary.duration,
    ResponseTime: summary.responseTime,
    HasFault: summary.fault,
    HasError: summary.error,
    HasThrottle: summary.throttle,
    IsPartial: summary.partial,
    Http: {
      HttpURL: http.url,
      HttpMethod: http.method,
      HttpStatus: http.status,
      UserAgent: http.userAgent,
      ClientIp: http.clientIp,
    },
    Annotations: Object.fromEntries(
      [...summary.annotations].map(([key, values]) => [
        key,
        [...values].map(([value, services]) => ({
          AnnotationValue: annotationValue(value),
          ServiceIds: services.map(serviceId),
        })),
      ]),
    ),
    Users: summary.users.map((name) => ({ UserName: name, ServiceIds: [] })),
    ServiceIds: summary.services.map(serviceId),
    ResourceARNs: summary.resourceArns.map((arn) => ({ ARN: arn })),
    ...(entryPoint && { EntryPoint: serviceId(entryPoint) }),
    Revision: summary.revision,
    MatchedEventTime: summary.start,
  }
}

function annotationValue(value: AnnotationValue) {
  if (typeof value === 'string') return { StringValue: value }
  return typeof value === 'number' ? { NumberValue: value } : { BooleanValue: value }
}
