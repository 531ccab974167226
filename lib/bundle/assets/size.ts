import type { Finding, Step } from '../../steps/model.ts'
import { type Content, type Contents, sizeOf } from './contents.ts'

/** Lambda's limit on unzipped code. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const LIMIT = 250 * 1024 * 1024

/** An error when a function's code is more than Lambda takes, with what takes most of it. */
export function checkSize(step: Step, contents: Contents, limit = LIMIT): Finding[] {
  const size = sizeOf(contents)
  if (size <= limit) return []
  const parts = new Map<string, Content[]>()
  for (const [path, content] of contents) {
    const part = path.startsWith('node_modules/') ? path.split('/').slice(0, 2).join('/') : path.split('/')[0]!
    parts.set(part, [...(parts.get(part) ?? []), content])
  }
  const largest = [...parts]
    .map(([part, files]) => ({ part, size: sizeOf(new Map(files.map((file, index) => [String(index), file]))) }))
    .sort((a, b) => b.size - a.size)
    .slice(0, 3)
    .map((entry) => `${entry.part} ${megabytes(entry.size)}`)
  return [
    {
      severity: 'error',
      rule: 'asset-size',
      message: `the function would hold ${megabytes(size)}, Lambda takes ${megabytes(limit)}; most of it: ${largest.join(', ')}`,
      location: step.location,
      step: step.name,
    },
  ]
}

const megabytes = (bytes: number) => `${Math.ceil(bytes / 1024 / 1024)} MB`
