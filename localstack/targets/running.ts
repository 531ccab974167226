import { cdkEndpoint } from './cloudformation.ts'
import type { Target } from './model.ts'

/** An endpoint that somebody started from a compose file; the suite neither starts nor stops it. */
export function running(options: {
  readonly name: string
  readonly url: string
  readonly health: string
  readonly compose: string
  readonly httpApi: boolean
}): Target {
  return {
    name: options.name,
    async missing() {
      const answer = await fetch(`${options.url}${options.health}`, { signal: AbortSignal.timeout(2_000) }).catch(
        () => undefined,
      )
      return answer?.ok
        ? undefined
        : `nothing answers at ${options.url}; \`docker compose -f ${options.compose} up -d --wait\` starts it`
    },
    start: () => cdkEndpoint(options.url, { region: 'us-east-1', httpApi: options.httpApi, stop: async () => {} }),
  }
}
