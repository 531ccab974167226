import type { Run } from './run.ts'

// A static import of the module would evaluate all of its exports.
const { AsyncLocalStorage } = process.getBuiltinModule('node:async_hooks')

/** The run that code belongs to, through every await: 64 invocations at once do not mix. */
export const current = new AsyncLocalStorage<Run>()
