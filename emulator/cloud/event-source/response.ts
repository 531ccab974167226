import { isRecord } from '../template/model.ts'

/**
 * Which records of a batch failed, by the rules of `ReportBatchItemFailures`; `all` when the answer breaks them.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html#services-sqs-batchfailurereporting
 */
export function failedRecords(payload: Buffer, messageIds: readonly string[]): ReadonlySet<string> | 'all' {
  let answer: unknown
  try {
    answer = payload.length === 0 ? null : JSON.parse(payload.toString())
  } catch {
    return 'all'
  }
  if (answer === null || answer === '') return new Set()
  if (!isRecord(answer)) return 'all'
  const failures = answer['batchItemFailures']
  if (failures === undefined) return Object.keys(answer).length === 0 ? new Set() : 'all'
  if (failures === null) return new Set()
  if (!Array.isArray(failures)) return 'all'
  const failed = new Set<string>()
  for (const failure of failures) {
    const id: unknown = isRecord(failure) ? failure['itemIdentifier'] : undefined
    if (typeof id !== 'string' || !messageIds.includes(id)) return 'all'
    failed.add(id)
  }
  return failed
}
