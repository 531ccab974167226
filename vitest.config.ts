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
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
})
