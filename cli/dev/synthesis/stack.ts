import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { UsageError } from '../../errors.ts'

/** The stack of an assembly that holds Steps. @throws {UsageError} when none or several do. */
export async function stackOf(assembly: string): Promise<string> {
  const manifest = JSON.parse(await readFile(path.join(assembly, 'manifest.json'), 'utf8')) as {
    readonly artifacts: Readonly<
      Record<string, { readonly type: string; readonly properties?: { readonly templateFile?: string } }>
    >
  }
  const stacks: string[] = []
  for (const [id, { type, properties }] of Object.entries(manifest.artifacts)) {
    if (type !== 'aws:cloudformation:stack' || !properties?.templateFile) continue
    const nested = (await readdir(assembly)).filter((file) => file.startsWith(id) && file.endsWith('.template.json'))
    const texts = await Promise.all(
      [...new Set([properties.templateFile, ...nested])].map((file) => readFile(path.join(assembly, file), 'utf8')),
    )
    if (texts.some((text) => text.includes('"motia-aws"'))) stacks.push(id)
  }
  if (stacks.length === 1) return stacks[0]!
  throw new UsageError(
    stacks.length === 0
      ? 'the CDK app makes no stack with Steps; add a StepsApp to one'
      : `the CDK app has Steps in several stacks (${stacks.join(', ')}); a local run takes one`,
  )
}
