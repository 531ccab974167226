/**
 * All of the runtime that talks to AWS, as one file of a bundle: every file that a cold start loads costs half a
 * millisecond, and what is here is not loaded before the first emit, state call or failed record.
 */
export { AwsError } from '../aws/error.ts'
export { put } from '../emit/outbox.ts'
export { sendDeadLetter } from '../records/dead-letter.ts'
export { changeVisibility } from '../records/visibility.ts'
export { clearItems, deleteItem, getItem, queryItems, setItem } from '../state/table.ts'
export { updateItem } from '../state/update.ts'
export { streamOperations } from '../streams/operations.ts'
export { post } from '../streams/push.ts'
export { readGroup, streamsTable } from '../streams/table.ts'
