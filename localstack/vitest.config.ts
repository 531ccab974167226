import { defineConfig } from 'vitest/config'

export default defineConfig({
  root: import.meta.dirname,
  resolve: { conditions: ['motia-aws:source', 'node'] },
  ssr: { resolve: { conditions: ['motia-aws:source', 'node'] } },
  // One after the other: an endpoint that somebody else started has one stack of that name.
  test: { include: ['*.integration.ts'], fileParallelism: false, testTimeout: 120_000, hookTimeout: 300_000 },
})
