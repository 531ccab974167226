import { defineConfig } from 'vitest/config'

/** Apart from `npm test`: it installs packages, which takes minutes and a network. */
export default defineConfig({
  root: import.meta.dirname,
  test: { include: ['*.integration.ts'], testTimeout: 600_000, hookTimeout: 600_000 },
})
