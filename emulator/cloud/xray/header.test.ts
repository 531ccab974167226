import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatTraceHeader, newSegmentId, newTraceId, parseTraceHeader } from './header.ts'
import { countRun } from './lineage.ts'

const hex = (length: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: length, maxLength: length })

describe('a trace header', () => {
  it('survives writing and reading', () => {
    const header = fc.record(
      {
        root: fc.tuple(hex(8), hex(24)).map(([time, id]) => `1-${time}-${id}`),
        parent: hex(16),
        sampled: fc.boolean(),
        lineage: hex(8).map((id) => `${id}:2`),
      },
      { requiredKeys: ['root'] },
    )
    fc.assert(
      fc.property(header, (fields) => {
        expect(parseTraceHeader(formatTraceHeader(fields))).toEqual(fields)
      }),
    )
  })

  it('is made with ids of the right form', () => {
    expect(newTraceId(Date.parse('2016-06-09T16:12:24Z'))).toMatch(/^1-57599568-[0-9a-f]{24}$/)
    expect(newSegmentId()).toMatch(/^[0-9a-f]{16}$/)
  })

  it.each(['', 'nonsense', 'Root=1-2-3', 'Parent=53995c3f42cd8ad8', 'Root'])('%j holds no trace', (text) =>
    expect(parseTraceHeader(text)).toBeUndefined(),
  )

  it('leaves the decision to sample open with ?', () =>
    expect(parseTraceHeader('Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=?')).toEqual({
      root: '1-5759e988-bd862e3fe1be46a994272793',
    }))
})

describe('lineage', () => {
  it('counts each function of the chain for itself and stops the seventeenth run', () => {
    let lineage: string | undefined
    for (let run = 1; run <= 17; run++) {
      const a = countRun(lineage, 'arn:a')
      expect(a.tooOften).toBe(run > 16)
      lineage = countRun(a.lineage, `arn:other-${run}`).lineage
    }
  })

  it('stays short', () => {
    let lineage: string | undefined
    for (let n = 0; n < 100; n++) lineage = countRun(lineage, `arn:${n}`).lineage
    expect(lineage!.split('|')).toHaveLength(32)
  })
})
