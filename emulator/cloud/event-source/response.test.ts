import { expect, it } from 'vitest'
import { failedRecords } from './response.ts'

const failed = (answer: string) => failedRecords(Buffer.from(answer), ['a', 'b'])

// The cases of https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
it.each<[string, string, string[] | 'all']>([
  ['nothing', '', []],
  ['null', 'null', []],
  ['an empty object', '{}', []],
  ['an empty list', '{"batchItemFailures":[]}', []],
  ['no list', '{"batchItemFailures":null}', []],
  ['one record', '{"batchItemFailures":[{"itemIdentifier":"b"}]}', ['b']],
  ['both records', '{"batchItemFailures":[{"itemIdentifier":"b"},{"itemIdentifier":"a"}]}', ['b', 'a']],
  ['an empty identifier', '{"batchItemFailures":[{"itemIdentifier":""}]}', 'all'],
  ['a null identifier', '{"batchItemFailures":[{"itemIdentifier":null}]}', 'all'],
  ['an unknown identifier', '{"batchItemFailures":[{"itemIdentifier":"c"}]}', 'all'],
  ['a wrong key in a record', '{"batchItemFailures":[{"id":"a"}]}', 'all'],
  ['a wrong key', '{"failures":[]}', 'all'],
  ['bad JSON', '{', 'all'],
  ['a string', '"x"', 'all'],
  ['a list', '[]', 'all'],
])('%s', (_, answer, expected) => expect(failed(answer)).toEqual(expected === 'all' ? 'all' : new Set(expected)))
