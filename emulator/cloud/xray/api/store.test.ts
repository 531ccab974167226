import { expect, it } from 'vitest'
import { createDocumentStore } from './store.ts'

const trace_id = '1-5759e988-bd862e3fe1be46a994272793'
const done = { name: 'a', id: '1111111111111111', trace_id, start_time: 2, end_time: 3 }
const going = { name: 'b', id: '2222222222222222', trace_id, start_time: 1, in_progress: true }

it('gives back what it saved; what went on ended with the emulator', () => {
  const changed: string[] = []
  const store = createDocumentStore((id) => changed.push(id))
  for (const document of [done, going]) store.add(document)
  expect(changed).toEqual([trace_id, trace_id])
  const { start, body } = store.saved(trace_id)!
  expect(start).toBe(1)

  const restored = createDocumentStore(() => undefined)
  restored.restore([{ traceId: trace_id, body: JSON.parse(JSON.stringify(body)) as unknown }])
  const [trace] = restored.all()
  expect([...trace!.documents.values()]).toEqual([
    done,
    { name: 'b', id: going.id, trace_id, start_time: 1, end_time: 1, fault: true },
  ])
  expect(trace!.revision).toBe(2)
})

it('keeps the newest 500 traces', () => {
  const store = createDocumentStore(() => undefined)
  for (let n = 0; n < 510; n += 1) store.add({ ...done, trace_id: `1-${n}` })
  expect(store.all().map(({ id }) => id)).toEqual(Array.from({ length: 500 }, (_, n) => `1-${509 - n}`))
  expect(store.saved('1-0')).toBeUndefined()
})
