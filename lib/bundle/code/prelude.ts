/** The names that project code is given for the folder it runs from; see `places.ts`. */
export const TASK_ROOT = '__motiaTaskRoot'
export const TASK_URL = '__motiaTaskUrl'

/** Each is added only where the text speaks of it: what is not declared costs no start-up. */
const DECLARATIONS: readonly { readonly speaks: RegExp; readonly declares?: RegExp; readonly text: string }[] = [
  {
    speaks: /\brequire\b/,
    declares: /^(?:const|let|var|function) require\b|^import .*\brequire\b.* from /m,
    text: 'const require = process.getBuiltinModule("node:module").createRequire(import.meta.url);',
  },
  {
    speaks: /\b__filename\b/,
    declares: /^(?:const|let|var) __filename\b/m,
    text: 'const __filename = import.meta.filename;',
  },
  {
    speaks: /\b__dirname\b/,
    declares: /^(?:const|let|var) __dirname\b/m,
    text: 'const __dirname = import.meta.dirname;',
  },
  { speaks: /\b__motiaTaskRoot\b/, text: `const ${TASK_ROOT} = import.meta.dirname;` },
  { speaks: /\b__motiaTaskUrl\b/, text: `const ${TASK_URL} = import.meta.url;` },
]

/**
 * Gives an output the CommonJS names that code from CommonJS packages may use, on its first line so that source maps
 * stay right.
 */
export function withPrelude(text: string): string {
  const needed = DECLARATIONS.filter(({ speaks, declares }) => speaks.test(text) && !declares?.test(text))
  return needed.map((declaration) => declaration.text).join('') + text
}
