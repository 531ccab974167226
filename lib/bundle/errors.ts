/** No Python that can read Python Steps is on this machine. */
export class PythonNotFoundError extends Error {
  override readonly name = 'PythonNotFoundError'
  constructor(seen: readonly string[]) {
    super(`no Python 3.10 or newer to read Python Steps with: ${seen.join(', ')}; install one as python3`)
  }
}

/** Packages that a Step needs cannot be had for Lambda's system. */
export class PackageInstallError extends Error {
  override readonly name = 'PackageInstallError'
  /** The package at fault, where the installer named one. */
  readonly packageName: string | undefined

  constructor(packageName: string | undefined, message: string, options?: ErrorOptions) {
    super(message, options)
    this.packageName = packageName
  }
}
