type Remote = typeof import('./index.ts')

let remote: Promise<Remote> | undefined

/** What talks to AWS; loaded when first asked for. */
export function loadRemote(): Promise<Remote> {
  remote ??= import('./index.ts')
  return remote
}
