import type { ApiDefinition, BusSubscription, CronDefinition, EventDefinition, NoopDefinition } from './definition.ts'
import type { Topic } from './emit.ts'
import type { Schema } from './schema.ts'

/**
 * Declares a Step: one file, one default export, one Lambda. The types of `body`, `query`, `params` and `data` follow
 * from the schemas and the path. It returns what it was given.
 *
 * @example
 * export default defineStep({
 *   type: 'api',
 *   method: 'POST',
 *   path: '/tickets/:team',
 *   bodySchema: z.object({ title: z.string() }),
 *   async handler({ body, params, emit }) {
 *     await emit('ticket.opened', { team: params.team, title: body.title })
 *     return { status: 201, body: { title: body.title } }
 *   },
 * })
 */
export function defineStep<
  const Path extends string,
  Body extends Schema | undefined = undefined,
  Query extends Schema | undefined = undefined,
>(definition: ApiDefinition<Path, Body, Query>): ApiDefinition<Path, Body, Query>
export function defineStep<
  const Subscribed extends Topic | BusSubscription,
  Input extends Schema | undefined = undefined,
>(definition: EventDefinition<Subscribed, Input>): EventDefinition<Subscribed, Input>
export function defineStep(definition: CronDefinition): CronDefinition
export function defineStep(definition: NoopDefinition): NoopDefinition
export function defineStep(definition: object): object {
  return definition
}
