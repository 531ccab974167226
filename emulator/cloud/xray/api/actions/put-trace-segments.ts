import type { PutTraceSegmentsRequest } from '@aws-sdk/client-xray'
import { isRecord } from '../../../template/index.ts'
import { isDocument, type SegmentDocument } from '../../daemon.ts'
import { invalidRequest } from '../errors.ts'

/** https://docs.aws.amazon.com/xray/latest/api/API_PutTraceSegments.html */
export const putTraceSegments =
  (receive: (document: SegmentDocument) => void) => (input: Partial<PutTraceSegmentsRequest>) => {
    if (!input.TraceSegmentDocuments) throw invalidRequest('TraceSegmentDocuments must be given')
    return {
      UnprocessedTraceSegments: input.TraceSegmentDocuments.flatMap((text) => {
        const document = parse(text)
        if (isDocument(document) && document.trace_id !== undefined) {
          receive(document)
          return []
        }
        const id = isRecord(document) && typeof document['id'] === 'string' ? { Id: document['id'] } : {}
        return [{ ...id, ErrorCode: 'ParseError', Message: 'a segment is JSON with name, id, trace_id and start_time' }]
      }),
    }
  }

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Told to the caller as unprocessed.
    return undefined
  }
}
