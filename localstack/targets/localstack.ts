import { running } from './running.ts'

/** LocalStack's community edition has no HTTP API v2. */
export const localstack = running({
  name: 'LocalStack',
  url: process.env['LOCALSTACK_URL'] ?? 'http://127.0.0.1:4566',
  health: '/_localstack/health',
  compose: 'localstack/compose.localstack.yml',
  httpApi: false,
})
