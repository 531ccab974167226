import type { Project } from '../../steps/model.ts'

/** By this name the gateway's entry asks for its run time. */
export const GATEWAY_MODULE = 'motia-aws:streams-gateway'

/** The text of the gateway's `index.mjs` before bundling, as in `runtime/CONTRACT.md`. */
export function gatewayEntry({ streams, streamAuth }: Pick<Project, 'streams' | 'streamAuth'>): string {
  const guards = streams.filter(({ guarded }) => guarded)
  const names = streams.map(({ name, guarded }) => {
    const guard = guarded ? `guard${guards.findIndex((other) => other.name === name)}` : 'null'
    // Computed: `__proto__` is a name like any other.
    return `[${JSON.stringify(name)}]: ${guard}`
  })
  return [
    `import { adapt } from ${JSON.stringify(GATEWAY_MODULE)}`,
    ...guards.map(({ file }, index) => `import * as guard${index} from ${JSON.stringify(`./${file}`)}`),
    ...(streamAuth === undefined ? [] : [`import * as config from ${JSON.stringify(`./${streamAuth}`)}`]),
    `export const handler = adapt({ streams: { ${names.join(', ')} }${streamAuth === undefined ? '' : ', auth: config'} })`,
  ].join('\n')
}
