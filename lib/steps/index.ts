/**
 * Reads the Steps of a project: `readProject` finds the step files, reads every config without running a handler, infers
 * what the code emits and keeps, and reports all that is wrong in one go.
 */
import type { Project } from './model.ts'
import { createReader } from './reader.ts'
import type { ReadOptions } from './reading.ts'

export { type TopicEdge, type TopicGraph, type TopicNode, topicGraph } from './graph.ts'
export type * from './model.ts'
export { type ParsedPath, parsePath, routePath, type Segment } from './normalise/path.ts'
export { createReader, type Reader } from './reader.ts'
export type { ReadOptions } from './reading.ts'

/**
 * Reads the project at `root`. It never throws for what is wrong in a Step: that is in {@link Project.findings}.
 *
 * @example
 * const { steps, findings } = await readProject('steps-example')
 */
export async function readProject(root: string, options: ReadOptions = {}): Promise<Project> {
  return await createReader(root, options).read()
}
