import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { topicGraph } from './graph.ts'
import type { Step } from './model.ts'

function step(name: string, subscribes: readonly string[], emits: readonly string[], rest: Partial<Step> = {}): Step {
  return {
    name,
    file: `steps/${name}.step.ts`,
    location: { file: `steps/${name}.step.ts`, line: 1 },
    language: 'node',
    dialect: 'define-step',
    flows: [],
    triggers: [{ type: 'event', subscribes, patterns: [] }],
    emits: emits.map((topic) => ({ topic, source: 'stated' })),
    emitsAnything: false,
    virtualEmits: [],
    virtualSubscribes: [],
    state: [],
    streams: [],
    includeFiles: [],
    environment: [],
    infrastructure: {},
    allowLoop: false,
    ...rest,
  }
}

describe('the topic graph', () => {
  it('names emitters and subscribers, and what leads nowhere or comes from nowhere', () => {
    const graph = topicGraph([step('a', ['in'], ['x', 'lost']), step('b', ['x'], []), step('c', ['x'], [])])
    expect(graph.topics.find((node) => node.topic === 'x')).toEqual({
      topic: 'x',
      emitters: ['a'],
      subscribers: ['b', 'c'],
    })
    expect(graph.dangling).toEqual(['lost'])
    expect(graph.unheard).toEqual(['in'])
    expect(graph.edges.map(({ topic, from, to }) => `${from} -${topic}-> ${to}`)).toEqual([
      'null -in-> a',
      'a -lost-> null',
      'a -x-> b',
      'a -x-> c',
    ])
  })

  it('draws virtual edges, and what is drawn is neither dangling nor unheard', () => {
    const outside = step('shop', [], [], {
      triggers: [{ type: 'noop' }],
      virtualEmits: [{ topic: 'in', label: 'web' }],
      virtualSubscribes: ['out'],
    })
    const graph = topicGraph([outside, step('a', ['in'], ['out'])])
    expect(graph).toMatchObject({ dangling: [], unheard: [] })
    expect(graph.edges).toEqual([
      { topic: 'in', from: 'shop', to: 'a', label: 'web', conditional: false, virtual: true },
      { topic: 'out', from: 'a', to: 'shop', conditional: false, virtual: true },
    ])
  })

  it('does not call a topic unheard when a Step may emit anything', () => {
    expect(topicGraph([step('a', ['in'], [], { emitsAnything: true })]).unheard).toEqual([])
  })

  it('finds loops, and leaves out those that a Step may close', () => {
    const steps = [
      step('a', ['1'], ['2']),
      step('b', ['2'], ['3']),
      step('c', ['3'], ['1', '4']),
      step('d', ['4'], ['4']),
    ]
    expect(topicGraph(steps).cycles).toEqual([['a', 'b', 'c'], ['d']])
    const allowed = steps.map((item) => (item.name === 'b' ? { ...item, allowLoop: true } : item))
    expect(topicGraph(allowed).cycles).toEqual([['d']])
  })

  it('finds a loop exactly when a message can come back to where it was', () => {
    const topic = fc.integer({ min: 0, max: 5 }).map(String)
    const steps = fc.array(
      fc.tuple(fc.array(topic, { maxLength: 2 }), fc.array(topic, { maxLength: 2 }), fc.boolean()),
      { maxLength: 7 },
    )
    fc.assert(
      fc.property(steps, (list) => {
        const all = list.map(([subscribes, emits, allowLoop], index) =>
          step(`s${index}`, subscribes, emits, { allowLoop }),
        )
        const cycles = topicGraph(all).cycles
        expect(cycles.length > 0).toBe(all.some((item) => comesBack(all, item)))
        for (const cycle of cycles) {
          for (const [index, name] of cycle.entries()) {
            expect(reaches(all, name, cycle[(index + 1) % cycle.length]!)).toBe(true)
          }
        }
      }),
    )
  })
})

function reaches(all: readonly Step[], from: string, to: string): boolean {
  const find = (name: string) => all.find((item) => item.name === name)!
  const heard = (find(to).triggers[0] as { subscribes: readonly string[] }).subscribes
  return find(from).emits.some((item) => heard.includes(item.topic))
}

/** The plain way to say it: walk on from the Step until nothing new comes. */
function comesBack(all: readonly Step[], start: Step): boolean {
  const open = all.filter((item) => !item.allowLoop)
  if (start.allowLoop) return false
  const seen = new Set<string>()
  let current = [start]
  while (current.length > 0) {
    current = open.filter((item) => !seen.has(item.name) && current.some((from) => reaches(all, from.name, item.name)))
    for (const item of current) seen.add(item.name)
  }
  return seen.has(start.name)
}
