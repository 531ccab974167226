import { describe, expect, test } from 'vitest'
import { largeApp } from '../../mock/large-app.ts'
import { edgesOf, steps } from '../../mock/order-app.ts'
import { graphOf, stateId, stepId } from './graph.ts'
import { layOut, sizes } from './layout.ts'
import { pathOfNode, pathOfTopics } from './spotlight.ts'

const app = { steps, edges: edgesOf(steps) }

describe('the graph', () => {
  test('has Steps, topics between them and state', () => {
    const graph = graphOf(app, { state: true })
    expect(graph.nodes.map((node) => node.id)).toContain(stateId)
    const topics = graph.edges.filter((edge) => !edge.state)
    expect(topics.map((edge) => [edge.from, edge.label, edge.to])).toContainEqual([
      stepId('create-order'),
      'order.created',
      stepId('analyze-order'),
    ])
    expect(topics.find((edge) => edge.label === 'payment.completed')?.dashed).toBe(true)
  })

  test('of one flow shows its Steps alone', () => {
    const graph = graphOf(app, { flow: 'housekeeping', state: false })
    expect(graph.nodes.map((node) => node.id)).toEqual([stepId('daily-cleanup')])
  })

  test('of one flow names the Steps of others that its topics join', () => {
    const flows = new Map([['send-receipt', ['paper']]])
    const apart = steps.map((step) => ({ ...step, flows: flows.get(step.name) ?? step.flows }))
    const graph = graphOf({ steps: apart, edges: app.edges }, { flow: 'orders', state: false })
    expect(graph.nodes.filter((node) => node.kind === 'outside')).toEqual([
      { kind: 'outside', id: 'other:to:send-receipt', topic: 'payment.completed', end: 'out', step: 'send-receipt' },
    ])
  })

  test('ends a topic that nobody hears in the open', () => {
    const edges = [
      { topic: 'lost', from: 'create-order', to: null, conditional: false, virtual: false, transport: null },
    ]
    const graph = graphOf({ steps, edges }, { state: false })
    expect(graph.nodes).toContainEqual({ kind: 'outside', id: 'topic:to:lost', topic: 'lost', end: 'out', step: null })
  })

  test('lights what leads to a Step and what follows from it', () => {
    const path = pathOfNode(graphOf(app, { state: true }), stepId('process-payment'))
    expect(path.has(stepId('create-order'))).toBe(true)
    expect(path.has(stepId('send-receipt'))).toBe(true)
    expect(path.has(stepId('analyze-order'))).toBe(false)
  })

  test('lights all subscribers of a topic', () => {
    const path = pathOfTopics(graphOf(app, { state: false }), ['order.created'])
    expect([...path].filter((id) => id.startsWith('step:') && !id.includes('→')).sort()).toEqual(
      ['analyze-order', 'create-order', 'process-payment'].map(stepId),
    )
  })
})

describe('the layout', () => {
  test('goes from left to right and overlaps nothing', () => {
    const graph = graphOf(app, { state: true })
    const positions = layOut(graph)
    const x = (name: string) => positions.get(stepId(name))?.x ?? Number.NaN
    expect(x('create-order')).toBeLessThan(x('process-payment'))
    expect(x('process-payment')).toBeLessThan(x('send-receipt'))
    expect(x('get-order')).toBe(x('create-order'))
    expect(overlaps(graph, positions)).toEqual([])
  })

  test('of 200 Steps overlaps nothing', () => {
    const large = largeApp(200)
    const graph = graphOf({ steps: large, edges: edgesOf(large) }, { state: true })
    expect(overlaps(graph, layOut(graph))).toEqual([])
  })
})

function overlaps(graph: ReturnType<typeof graphOf>, positions: ReturnType<typeof layOut>): string[] {
  const boxes = graph.nodes.map((node) => ({
    id: node.id,
    ...(positions.get(node.id) ?? { x: 0, y: 0 }),
    ...sizes[node.kind],
  }))
  return boxes.flatMap((a, index) =>
    boxes
      .slice(index + 1)
      .filter((b) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height)
      .map((b) => `${a.id} and ${b.id}`),
  )
}
