import { DeployError, TemplateError } from '../errors.ts'
import type { Cloud } from '../resources/index.ts'
import { readAssembly } from '../template/index.ts'
import { problemsIn } from './check.ts'
import { type Deployed, type Deployment, providerOf, runStack, type StackInfo } from './stack.ts'

export type { Deployed, StackInfo } from './stack.ts'

/** What stands after a deployment. */
export interface DeployedStack {
  readonly resources: ReadonlyMap<string, Deployed>
  readonly outputs: Readonly<Record<string, string>>
  /** The root and the stacks nested in it. */
  readonly stacks: readonly StackInfo[]
}

export const nothingDeployed: DeployedStack = { resources: new Map(), outputs: {}, stacks: [] }

/**
 * Brings the cloud from one deployment to an assembly. What holds data is updated in place. When something fails, what
 * was changed is put back and the error is thrown.
 */
export async function deploy(
  cloud: Cloud,
  previous: DeployedStack,
  assemblyFolder: string,
  stackName: string | undefined,
): Promise<DeployedStack> {
  const assembly = readAssembly(assemblyFolder, stackName)
  const problems = problemsIn(assembly.template, assembly.stackName, assembly.assets, cloud)
  if (problems.length > 0) throw new TemplateError(problems)
  const next: Deployment = new Map()
  const touched: string[] = []
  const stacks: Omit<StackInfo, 'created'>[] = []
  try {
    const outputs = await runStack(
      { assembly, cloud, previous: previous.resources, next, touched, stacks },
      assembly.template,
      assembly.stackName,
      {},
    )
    // A changed name makes another resource: the old one goes when the new one stands.
    const replaced = [...next.entries()].filter(
      ([path, { made }]) => previous.resources.has(path) && previous.resources.get(path)!.made.ref !== made.ref,
    )
    const gone = [...previous.resources.keys()].filter((path) => !next.has(path))
    for (const path of [...replaced.map(([path]) => path), ...gone.reverse()])
      await remove(cloud, previous.resources.get(path)!)
    return {
      resources: next,
      outputs: Object.fromEntries(Object.entries(outputs).map(([name, value]) => [name, String(value)])),
      stacks: stacks.reverse().map((stack) => ({ ...stack, ...times(previous, stack.path, cloud) })),
    }
  } catch (cause) {
    await putBack(cloud, previous, next, touched)
    throw cause instanceof Error ? cause : new DeployError(String(cause))
  }
}

function times(previous: DeployedStack, path: string, { services }: Cloud): Pick<StackInfo, 'created' | 'updated'> {
  const before = previous.stacks.find((stack) => stack.path === path)
  const now = services.context.clock.now()
  return before ? { created: before.created, updated: now } : { created: now }
}

async function remove(cloud: Cloud, { type, made, request }: Deployed): Promise<void> {
  await providerOf(type).remove?.(made, request, cloud)
}

async function putBack(
  cloud: Cloud,
  previous: DeployedStack,
  next: Deployment,
  touched: readonly string[],
): Promise<void> {
  const changed = new Set(touched)
  for (const path of [...touched].reverse()) {
    const created = next.get(path)
    if (created && !previous.resources.has(path)) await remove(cloud, created)
  }
  for (const [path, { type, request }] of previous.resources)
    if (changed.has(path)) await providerOf(type).put(request, cloud)
}
