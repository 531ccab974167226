import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const hello = (n: number) => `import { defineStep } from 'motia-aws'
export default defineStep({ type: 'api', name: 'hello-${n}', method: 'GET', path: '/hello${n === 0 ? '' : n}', async handler() { return { hello: 'world' } } })
`
const order = `import { defineStep } from 'motia-aws'
export default defineStep({
  type: 'api', name: 'order', method: 'POST', path: '/orders',
  async handler({ body, emit, state, traceId }) {
    await state.set('order:' + traceId, body)
    await emit('order.created', { at: performance.timeOrigin + performance.now() })
    return { ok: true }
  },
})
`
const receipt = `import { defineStep } from 'motia-aws'
export default defineStep({
  type: 'event', name: 'receipt', subscribes: ['order.created'],
  async handler({ data, logger }) { logger.info('handled', { after: performance.timeOrigin + performance.now() - data.at }) },
})
`

/** Writes a project of so many Steps into a folder and synthesizes it; returns the cloud assembly's folder. */
export function synthesize(steps: number, folder: string): string {
  const root = join(folder, `${steps}-steps`)
  mkdirSync(join(root, 'steps'), { recursive: true })
  writeFileSync(join(root, 'steps/order.step.ts'), order)
  writeFileSync(join(root, 'steps/receipt.step.ts'), receipt)
  for (let n = 0; n < steps - 2; n++) writeFileSync(join(root, `steps/hello-${n}.step.ts`), hello(n))
  const assembly = join(root, 'cdk.out')
  execFileSync(process.execPath, [join(import.meta.dirname, 'synth.ts'), root, assembly], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, CDK_VALIDATION: 'false' },
  })
  return assembly
}
