import { availableParallelism } from 'node:os'
import { configDefaults, defineConfig } from 'vitest/config'

export default defineConfig({
  resolve: { conditions: ['motia-aws:source', 'node'] },
  ssr: { resolve: { conditions: ['motia-aws:source', 'node'] } },
  test: {
    exclude: [
      ...configDefaults.exclude,
      'test/projects/**',
      'dist/**',
      '**/.work/**',
      'cli/templates/**',
      'bench/peers/**',
      '**/cdk.out/**',
      '**/.motia/**',
    ],
    globalSetup: 'test/leftovers.ts',
    // Many tests wait for processes they started: two at once take two thirds of the time on two cores.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
})
