import { minify } from './minify.ts'
import { withPrelude } from './prelude.ts'

/** Makes linked outputs what is put into the asset: small when asked, able to run, with their source maps named. */
export async function finish(
  outputs: ReadonlyMap<string, string>,
  options: { readonly minify: boolean; readonly sourceMaps: boolean },
): Promise<ReadonlyMap<string, string>> {
  const finished = new Map<string, string>()
  for (const [name, text] of options.minify ? await minify(outputs) : outputs) {
    finished.set(name, name.endsWith('.mjs') ? runnable(name, text, options.sourceMaps) : text)
  }
  return finished
}

function runnable(name: string, text: string, sourceMaps: boolean): string {
  const map = sourceMaps ? `//# sourceMappingURL=${name}.map\n` : ''
  return withPrelude(text, sourceMaps && name === 'index.mjs') + map
}
