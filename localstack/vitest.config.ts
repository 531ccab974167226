import { defineConfig } from 'vitest/config'

export default defineConfig({
  root: import.meta.dirname,
  resolve: { conditions: ['motia-aws:source', 'node'] },
  ssr: { resolve: { conditions: ['motia-aws:source', 'node'] } },
  test: { include: ['*.integration.ts'], testTimeout: 120_000, hookTimeout: 300_000 },
})
