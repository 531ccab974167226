export const NODE_MODULES = 'node_modules/'

/** `@aws-sdk/client-dynamodb` of `@aws-sdk/client-dynamodb/dist-es`, `lodash` of `lodash/groupBy`. */
export function packageNameOf(specifier: string): string {
  const parts = specifier.split('/')
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : parts[0]!
}

/** The folder of the package a file belongs to, and its name: `node_modules/a/node_modules/@b/c`. */
export function packageOf(file: string): { readonly folder: string; readonly name: string } | undefined {
  const at = file.lastIndexOf(NODE_MODULES)
  if (at < 0) return undefined
  const name = packageNameOf(file.slice(at + NODE_MODULES.length))
  return { folder: file.slice(0, at + NODE_MODULES.length) + name, name }
}
