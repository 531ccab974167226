import { defineConfig } from 'vitest/config'

/** Apart from `npm test`: it installs packages, which takes minutes and a network. */
export default defineConfig({
  root: import.meta.dirname,
  // One after the other: packing builds the Workbench anew, which `npm start` serves.
  test: { include: ['*.integration.ts'], fileParallelism: false, testTimeout: 600_000, hookTimeout: 600_000 },
})
