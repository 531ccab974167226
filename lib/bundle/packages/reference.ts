/** What an import of a package by project code stands for. */
export interface PackageReference {
  /** As written: `zod`, `@aws-sdk/client-dynamodb`, `lodash/groupBy`. */
  readonly specifier: string
  /**
   * How Node would see a CommonJS package from the importing file: `mjs` takes `module.exports` for its default export,
   * `js` respects `__esModule` as Babel and TypeScript do.
   */
  readonly mode: 'js' | 'mjs'
  /** What it resolves to, relative to the project root: two folders of a project can have two versions of a package. */
  readonly resolved: string
}

const SCHEME = 'motia-package:'

/** The import specifier that stands for a package until Steps and packages are linked. */
export function markerOf({ specifier, mode, resolved }: PackageReference): string {
  return `${SCHEME}${mode}:${encodeURIComponent(specifier)}:${resolved}`
}

export function parseMarker(marker: string): PackageReference | undefined {
  if (!marker.startsWith(SCHEME)) return undefined
  const [mode, specifier, ...resolved] = marker.slice(SCHEME.length).split(':')
  return {
    mode: mode as PackageReference['mode'],
    specifier: decodeURIComponent(specifier!),
    resolved: resolved.join(':'),
  }
}

/** True when a text imports any package. */
export function mentionsPackages(text: string): boolean {
  return text.includes(SCHEME)
}

/** Any marker in esbuild's output, as a quoted string. */
export const QUOTED_MARKER = /"(motia-package:[^"]+)"/g
