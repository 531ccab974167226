import { transform } from 'esbuild'

/** Minifies linked outputs and carries their source maps along. */
export async function minify(outputs: ReadonlyMap<string, string>): Promise<ReadonlyMap<string, string>> {
  const minified = new Map<string, string>()
  await Promise.all(
    [...outputs].map(async ([name, text]) => {
      if (!name.endsWith('.mjs')) return
      const map = outputs.get(`${name}.map`)
      const source = map ? `${text}//# sourceMappingURL=data:application/json;base64,${base64(map)}\n` : text
      const result = await transform(source, {
        minify: true,
        format: 'esm',
        platform: 'node',
        target: 'node24',
        legalComments: 'none',
        sourcemap: map ? 'external' : false,
        sourcefile: name,
      })
      minified.set(name, result.code)
      if (map) minified.set(`${name}.map`, result.map)
    }),
  )
  return new Map([...minified].sort(([a], [b]) => (a < b ? -1 : 1)))
}

const base64 = (text: string): string => Buffer.from(text).toString('base64')
