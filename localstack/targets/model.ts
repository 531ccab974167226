/** What a target is, and what the suite knows of a deployment there. */
export interface Target {
  readonly name: string
  /** Why it cannot be used on this machine, and how that would change; undefined when it can. */
  missing(): Promise<string | undefined>
  start(): Promise<Endpoint>
}

export interface Endpoint {
  /** `AWS_ENDPOINT_URL`. */
  readonly url: string
  readonly region: string
  /** By which the `cdk` command finds it; absent where an assembly is taken as it is. */
  readonly environment?: Readonly<Record<string, string | undefined>>
  /** Deploys the project in a folder, or its next version; the folder has a cdk.json. */
  deploy(project: string): Promise<Deployment>
  destroy(project: string): Promise<void>
  stop(): Promise<void>
}

export interface Deployment {
  /** Undefined where the endpoint has no HTTP API: functions are invoked directly. */
  readonly apiUrl: string | undefined
  /** The state table. */
  readonly table: string | undefined
  /** Where clients of streams connect; undefined where there are none. */
  readonly streamsUrl: string | undefined
  /** By Step name. */
  readonly steps: ReadonlyMap<string, DeployedStep>
}

export interface DeployedStep {
  readonly function?: string
  readonly queue?: string
  readonly deadLetterQueue?: string
  readonly schedule?: string
}
