import { expect, test } from 'vitest'
import type { Span } from '../../../cli/dev/protocol.ts'
import { criticalPath } from './critical-path.ts'
import { treeOf } from './tree.ts'

const span = (id: string, parentId: string | undefined, start: number, end: number): Span => ({
  id,
  ...(parentId === undefined ? {} : { parentId }),
  kind: 'handler',
  name: id,
  start,
  end,
  status: 'ok',
  attributes: {},
})

const pathOf = (...spans: Span[]) => [...criticalPath(treeOf(spans), 1000)].sort()

test('of two that run at once, the one that ends last counts', () => {
  expect(pathOf(span('root', undefined, 0, 100), span('fast', 'root', 10, 40), span('slow', 'root', 10, 90))).toEqual([
    'root',
    'slow',
  ])
})

test('what ran before the last one counts too', () => {
  const spans = [span('root', undefined, 0, 100), span('first', 'root', 0, 40), span('second', 'root', 45, 100)]
  expect(pathOf(...spans)).toEqual(['first', 'root', 'second'])
})

test('a message outlives the handler that sent it', () => {
  const spans = [
    span('request', undefined, 0, 20),
    span('other', 'request', 2, 19),
    span('emit', 'request', 5, 8),
    span('worker', 'emit', 30, 200),
  ]
  expect(pathOf(...spans)).toEqual(['emit', 'request', 'worker'])
})

test('a span that still runs ends now', () => {
  const { end: _, ...running } = span('running', 'root', 50, 0)
  expect(pathOf(span('root', undefined, 0, 100), span('done', 'root', 50, 99), running)).toEqual(['root', 'running'])
})
