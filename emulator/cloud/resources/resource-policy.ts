import type { Cloud, Provider, ResourceRequest } from './provider.ts'
import { lastPart, strings } from './read.ts'
import { statementsIn } from './roles.ts'

/** A policy on all resources that a property lists by ARN or URL, until it is removed. */
export function resourcePolicy(property: 'Queues' | 'Topics', service: 'sqs' | 'sns'): Provider {
  const set = ({ properties }: ResourceRequest, { services }: Cloud, statements: ReturnType<typeof statementsIn>) => {
    for (const target of strings(properties[property])) services[service].setPolicy(lastPart(target), statements)
  }
  return {
    honours: ['PolicyDocument', property],
    put(request, cloud) {
      set(request, cloud, statementsIn(request.properties['PolicyDocument']))
      return { ref: request.path, attributes: { Id: request.path } }
    },
    remove: (_, request, cloud) => set(request, cloud, []),
  }
}
