import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createFrameGauge } from './frames.ts'

/** A frame as a client sends it, its payload zeros. */
function frame({ size, masked }: { size: number; masked: boolean }): Buffer {
  const mask = masked ? 0x80 : 0
  const length =
    size < 126
      ? Buffer.from([mask | size])
      : size < 65_536
        ? Buffer.from([mask | 126, size >> 8, size & 255])
        : Buffer.from([mask | 127, 0, 0, 0, 0, 0, size >> 16, (size >> 8) & 255, size & 255])
  return Buffer.concat([Buffer.from([0x81]), length, Buffer.alloc(masked ? 4 : 0, 7), Buffer.alloc(size)])
}

it('sees a frame over the limit, however the bytes are cut', () => {
  const frames = fc.array(fc.record({ size: fc.nat(300), masked: fc.boolean() }), { maxLength: 8 })
  fc.assert(
    fc.property(frames, fc.integer({ min: 1, max: 400 }), fc.nat(300), (given, cut, limit) => {
      const gauge = createFrameGauge(limit)
      const bytes = Buffer.concat(given.map(frame))
      let seen = false
      for (let at = 0; at < bytes.length && !seen; at += cut) seen = gauge(bytes.subarray(at, at + cut))
      expect(seen).toBe(given.some(({ size }) => size > limit))
    }),
  )
})

it.each([32_768, 32_769, 65_535, 65_536, 200_000])('knows a frame of %d bytes by its header alone', (size) => {
  const gauge = createFrameGauge(32_768)
  expect(gauge(frame({ size, masked: true }).subarray(0, 14))).toBe(size > 32_768)
})
