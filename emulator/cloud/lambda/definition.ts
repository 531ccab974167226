import type { Principal } from '../../ports.ts'

/** A function as its template describes it, with all references resolved. */
export interface FunctionDefinition {
  readonly name: string
  readonly arn: string
  /** From Metadata `motia-aws`. */
  readonly step?: string
  /** `nodejs24.x`, `python3.13` ... */
  readonly runtime: string
  /** `index.handler` */
  readonly handler: string
  /** Absolute path of the folder with the code: `LAMBDA_TASK_ROOT`. */
  readonly directory: string
  /** MiB */
  readonly memory: number
  /** Seconds */
  readonly timeout: number
  readonly environment: Readonly<Record<string, string>>
  readonly roleArn: string
  readonly logGroup: string
  readonly logFormat: 'JSON' | 'Text'
  /** `ApplicationLogLevel` of JSON logs. */
  readonly logLevel?: string
  readonly architecture: string
  /** Invocations at once; without it only the machine is the limit. */
  readonly reservedConcurrency?: number
  /** X-Ray: `Active` samples, `PassThrough` follows the caller. */
  readonly tracing: 'Active' | 'PassThrough'
  /** Target of asynchronous events that failed (`DeadLetterConfig`). */
  readonly deadLetterArn?: string
  /** `RecursiveLoop: Allow` */
  readonly recursionAllowed: boolean
}

/** `node` or `python`. */
export function languageOf(definition: FunctionDefinition): 'node' | 'python' {
  return definition.runtime.startsWith('python') ? 'python' : 'node'
}

/** Who a function is when it calls AWS: its role. */
export function principalOf({ roleArn, name, step }: FunctionDefinition): Extract<Principal, { type: 'role' }> {
  return { type: 'role', roleArn, functionName: name, ...(step !== undefined && { step }) }
}
