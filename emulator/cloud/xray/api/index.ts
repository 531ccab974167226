import type { Services } from '../../../ports.ts'
import type { SegmentDocument } from '../daemon.ts'
import { batchGetTraces } from './actions/batch-get-traces.ts'
import { getTraceSummaries } from './actions/get-trace-summaries.ts'
import { putTraceSegments } from './actions/put-trace-segments.ts'
import type { DocumentStore } from './store.ts'

export { lambdaSegments } from './lambda-segments.ts'
export { createDocumentStore, type DocumentStore } from './store.ts'

type Api = Parameters<Services['addApi']>[0]

/**
 * X-Ray's API. https://docs.aws.amazon.com/xray/latest/api/API_Operations.html
 *
 * @param receive takes a segment document that was put
 */
export function xrayApi(
  services: Pick<Services, 'context'>,
  store: DocumentStore,
  receive: (document: SegmentDocument) => void,
): Api {
  const { account, clock } = services.context
  return {
    service: 'xray',
    rest: {
      '/TraceSummaries': 'GetTraceSummaries',
      '/Traces': 'BatchGetTraces',
      '/TraceSegments': 'PutTraceSegments',
    },
    members: {
      StartTime: 'number',
      EndTime: 'number',
      TimeRangeType: 'string',
      FilterExpression: 'string',
      NextToken: 'string',
      TraceIds: 'strings',
      TraceSegmentDocuments: 'strings',
    },
    // X-Ray has no resources: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsx-ray.html
    permissions: (action) => [{ action: `xray:${action}`, resource: '*' }],
    actions: {
      GetTraceSummaries: getTraceSummaries(store, account, clock.now),
      BatchGetTraces: batchGetTraces(store),
      PutTraceSegments: putTraceSegments(receive),
    },
  }
}
