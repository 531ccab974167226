import { type Text, textContent } from '../assets/contents.ts'
import { minify } from './minify.ts'
import { withPrelude } from './prelude.ts'

/** Makes linked outputs what is put into the asset: small when asked, able to run, with their source maps named. */
export async function finish(
  outputs: ReadonlyMap<string, string>,
  options: { readonly minify: boolean; readonly sourceMaps: boolean },
): Promise<ReadonlyMap<string, Text>> {
  const finished = new Map<string, Text>()
  for (const [name, text] of options.minify ? await minify(outputs) : outputs) {
    const file = options.sourceMaps ? name.replace(/^index\./, 'step.') : name
    if (!name.endsWith('.mjs')) finished.set(file, textContent(text))
    else {
      const map = options.sourceMaps ? `//# sourceMappingURL=${file}.map\n` : ''
      finished.set(file, textContent(withPrelude(text) + map))
    }
  }
  if (options.sourceMaps) finished.set('index.mjs', textContent(WITH_SOURCE_MAPS))
  return finished
}

/** Node reads the source maps of what is loaded after they were enabled. */
const WITH_SOURCE_MAPS = `process.setSourceMapsEnabled(true)
export const { handler } = await import('./step.mjs')
`
