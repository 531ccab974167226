import { cut } from './cut.ts'
import { randomHex } from './header.ts'

interface XrayException {
  readonly id: string
  readonly type: string
  readonly message: string
  readonly stack?: readonly StackFrame[]
}

interface StackFrame {
  readonly path: string
  readonly line: number
  readonly label: string
}

/** Characters of a text that the documentation does not say otherwise about. */
const longest = 250
const longestMessage = 1000
const mostFrames = 20

/**
 * An error as X-Ray shows it: its kind, message and stack, innermost frame first. What the handler worked on never goes
 * into a trace. Never throws, for anything can be thrown.
 *
 * https://docs.aws.amazon.com/xray/latest/devguide/xray-api-segmentdocuments.html#api-segmentdocuments-errors
 */
export function exceptionOf(thrown: unknown): XrayException {
  const id = randomHex(16)
  try {
    if (!(thrown instanceof Error)) return { id, type: 'Error', message: cut(String(thrown), longestMessage) }
    const { name, message, stack } = thrown
    return {
      id,
      type: cut(String(name), longest),
      message: cut(String(message), longestMessage),
      stack: framesOf(String(stack)),
    }
  } catch {
    return { id, type: 'Error', message: 'what was thrown cannot be written as text' }
  }
}

/** `at pay (file:///var/task/index.mjs:3:9)`, `at async /var/task/index.mjs:3:9`; frames without a place are left out. */
const frame = /^\s+at (?:async )?(?:(.*?) \()?(?:file:\/\/)?(.+?):(\d+):\d+\)?$/

function framesOf(stack: string): StackFrame[] {
  const root = `${process.env['LAMBDA_TASK_ROOT'] ?? ''}/`
  const frames: StackFrame[] = []
  for (const text of stack.split('\n')) {
    const match = frame.exec(text)
    if (!match) continue
    const [, label = '<anonymous>', path, line] = match
    const relative = root !== '/' && path!.startsWith(root) ? path!.slice(root.length) : path!
    frames.push({ path: relative.slice(-longest).toWellFormed(), line: Number(line), label: cut(label, longest) })
    if (frames.length === mostFrames) break
  }
  return frames
}
