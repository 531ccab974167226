/**
 * What step files import: `defineStep` and types. It holds no AWS call and no validator, so a Step pays nothing for it.
 */

export { config, defineConfig } from './authoring/config.ts'
export type * from './authoring/context.ts'
export { defineStep } from './authoring/define-step.ts'
export type * from './authoring/definition.ts'
export type * from './authoring/emit.ts'
export type * from './authoring/motia.ts'
export type * from './authoring/path.ts'
export type * from './authoring/schema.ts'
export type * from './authoring/state.ts'
export type * from './authoring/streams.ts'
