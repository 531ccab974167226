import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Span } from '../../../cli/dev/protocol.ts'
import { ancestorsOf, rowsOf, subtreeOf, treeOf } from './tree.ts'

const span = (id: string, parentId?: string, rest: Partial<Span> = {}): Span => ({
  id,
  ...(parentId === undefined ? {} : { parentId }),
  kind: 'handler',
  name: id,
  start: 0,
  end: 1,
  status: 'ok',
  attributes: {},
  ...rest,
})

describe('rows of a trace', () => {
  test('stand below their cause, in the order of their start', () => {
    const spans = [span('b', 'root', { start: 2 }), span('a', 'root', { start: 1 }), span('root'), span('a1', 'a')]
    const rows = rowsOf(treeOf(spans), new Set())
    expect(rows.map((row) => [row.span.id, row.depth])).toEqual([
      ['root', 0],
      ['a', 1],
      ['a1', 2],
      ['b', 1],
    ])
  })

  test('leave out what is folded', () => {
    const rows = rowsOf(treeOf([span('root'), span('a', 'root'), span('a1', 'a')]), new Set(['a']))
    expect(rows.map((row) => row.span.id)).toEqual(['root', 'a'])
  })

  test('number the tries of one message', () => {
    const run = { kind: 'invocation', step: 'pay' } as const
    const spans = [span('queue'), span('first', 'queue', run), span('second', 'queue', { ...run, start: 5 })]
    expect(rowsOf(treeOf(spans), new Set()).map((row) => row.retry)).toEqual([undefined, undefined, 2])
  })

  test('hold every span once, whatever the parents say', () => {
    const anySpans = fc
      .uniqueArray(fc.nat(40), { maxLength: 30 })
      .chain((ids) =>
        fc.tuple(...ids.map((id) => fc.nat(40).map((parent) => span(`${id}`, parent < id ? `${parent}` : undefined)))),
      )
    fc.assert(
      fc.property(anySpans, (spans) => {
        const rows = rowsOf(treeOf(spans), new Set())
        expect(rows.map((row) => row.span.id).sort()).toEqual(spans.map((one) => one.id).sort())
      }),
    )
  })

  test('a span knows what is below and above it', () => {
    const spans = [span('root'), span('a', 'root'), span('a1', 'a'), span('b', 'root')]
    expect([...subtreeOf(treeOf(spans), 'a')]).toEqual(['a', 'a1'])
    expect(ancestorsOf(spans, 'a1')).toEqual(['a', 'root'])
  })
})
