import { join } from 'node:path'
import { type FunctionDefinition, languageOf } from './definition.ts'

/** What the environment of a function process is made of besides its definition. */
export interface EnvironmentSources {
  readonly region: string
  /** The AWS endpoint of the emulator. */
  readonly endpoint: string
  /** `host:port` of the Runtime API. */
  readonly runtimeApi: string
  readonly xrayDaemon: string
  readonly credentials: {
    readonly accessKeyId: string
    readonly secretAccessKey: string
    readonly sessionToken: string
  }
  readonly logStream: string
  /** Added by whoever started the emulator (`.env`); the template's own variables win. */
  readonly extra: Readonly<Record<string, string>>
}

/**
 * The environment of a function, and nothing of the emulator's own but the search path.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
 */
export function functionEnvironment(
  definition: FunctionDefinition,
  sources: EnvironmentSources,
): Record<string, string> {
  const root = definition.directory
  const xray = sources.xrayDaemon.split(':')
  return {
    PATH: process.env['PATH'] ?? '/usr/local/bin:/usr/bin:/bin',
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
    LAMBDA_TASK_ROOT: root,
    LAMBDA_RUNTIME_DIR: join(root, '..'),
    ...(languageOf(definition) === 'python'
      ? { PYTHONPATH: root, PYTHONDONTWRITEBYTECODE: '1' }
      : { NODE_PATH: join(root, 'node_modules') }),
    AWS_REGION: sources.region,
    AWS_DEFAULT_REGION: sources.region,
    AWS_ENDPOINT_URL: sources.endpoint,
    ...sources.extra,
    ...definition.environment,
    // Reserved: a function cannot set them.
    _HANDLER: definition.handler,
    AWS_EXECUTION_ENV: `AWS_Lambda_${definition.runtime}`,
    AWS_LAMBDA_FUNCTION_NAME: definition.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(definition.memory),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: definition.logGroup,
    AWS_LAMBDA_LOG_STREAM_NAME: sources.logStream,
    AWS_LAMBDA_LOG_FORMAT: definition.logFormat,
    ...(definition.logLevel && { AWS_LAMBDA_LOG_LEVEL: definition.logLevel }),
    AWS_LAMBDA_RUNTIME_API: sources.runtimeApi,
    AWS_ACCESS_KEY_ID: sources.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: sources.credentials.secretAccessKey,
    AWS_SESSION_TOKEN: sources.credentials.sessionToken,
    AWS_XRAY_DAEMON_ADDRESS: sources.xrayDaemon,
    _AWS_XRAY_DAEMON_ADDRESS: xray[0]!,
    _AWS_XRAY_DAEMON_PORT: xray[1]!,
    AWS_XRAY_CONTEXT_MISSING: 'LOG_ERROR',
  }
}
