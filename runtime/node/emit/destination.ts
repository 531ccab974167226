import { InvalidEmitError, MissingSettingError } from '../errors.ts'

export type Transport = 'sqs' | 'sns' | 'events'

/** Where a topic's messages go. */
export interface Destination {
  readonly transport: Transport
  readonly arn: string
  readonly fifo: boolean
}

let read: { readonly text: string; readonly destinations: ReadonlyMap<string, Destination> } | undefined

/**
 * The destination of a topic, from `MOTIA_TOPICS`.
 *
 * @throws InvalidEmitError when the Step may not publish to it
 */
export function destinationOf(topic: string): Destination {
  const text = process.env['MOTIA_TOPICS']
  if (!text) {
    throw new MissingSettingError(
      'MOTIA_TOPICS',
      `the Step was deployed without the right to emit "${topic}": state it in the Step's emits and deploy again`,
    )
  }
  if (read?.text !== text) read = { text, destinations: parse(text) }
  const destination = read.destinations.get(topic)
  if (destination) return destination
  const known = [...read.destinations.keys()].map((name) => `"${name}"`).join(', ')
  throw new InvalidEmitError(
    `topic "${topic}" is not among those the Step may emit (${known}): state it in the Step's emits and deploy again`,
  )
}

function parse(text: string): ReadonlyMap<string, Destination> {
  const arns = JSON.parse(text) as Record<string, string>
  return new Map(
    Object.entries(arns).map(([topic, arn]) => [
      topic,
      { transport: arn.split(':')[2] as Transport, arn, fifo: arn.endsWith('.fifo') },
    ]),
  )
}
