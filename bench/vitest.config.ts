import { defineConfig } from 'vitest/config'

/** Apart from `npm test`: it installs what the benchmarks compare with. One after the other: each takes all cores. */
export default defineConfig({
  root: import.meta.dirname,
  test: {
    include: ['*.integration.ts'],
    globalSetup: '../test/leftovers.ts',
    testTimeout: 300_000,
  },
})
