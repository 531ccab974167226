import { running } from './running.ts'

export const floci = running({
  name: 'Floci',
  url: process.env['FLOCI_URL'] ?? 'http://127.0.0.1:4567',
  health: '/_floci/health',
  compose: 'localstack/compose.floci.yml',
  httpApi: false,
})
