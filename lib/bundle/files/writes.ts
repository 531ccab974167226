import { posix } from 'node:path'
import type { Finding, Location } from '../../steps/model.ts'
import { type Node, parse, walk } from '../code/syntax.ts'
import type { StepFunction } from '../function.ts'
import { constantsOf, type Evaluate, evaluator, nameOf, ofFiles } from './reads.ts'

/** Warns of each file that writes below the project's folder, with the first of the Steps whose code it is. */
export function writeFindings(root: string): (functions: readonly StepFunction[]) => Finding[] {
  const writesIn = ofFiles(root, writesOf)
  return (functions) => {
    const findings = new Map<string, Finding>()
    for (const { step, inputs } of functions) {
      for (const location of writesIn(inputs)) {
        if (!findings.has(location.file)) findings.set(location.file, { ...FINDING, location, step: step.name })
      }
    }
    return [...findings.values()]
  }
}

/** https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html */
const FINDING = {
  severity: 'warning',
  rule: 'writes-files',
  message: `this writes below the project's folder, which is read-only in Lambda and each Step's own: keep it in state or S3, or below /tmp while one call needs it`,
} as const

/** Where a project file writes by a path that begins with the working directory, with the file's own place, or relative. */
export function writesOf(file: string, text: string): Location[] {
  if (!MAY_WRITE.test(text)) return []
  const program = parse(file, text)
  if (!program) return []
  const constants = constantsOf(program)
  const evaluate = evaluator(file, constants)
  const found: Location[] = []
  walk(program, (node) => {
    if (node.type !== 'CallExpression' || !WRITERS.test(nameOf(node['callee'] as Node))) return
    const [target] = node['arguments'] as Node[]
    if (target && isOfProject(target, constants, evaluate))
      found.push({ file, line: text.slice(0, node.start).split('\n').length })
  })
  return found
}

const NAMES = '(?:writeFile|appendFile|mkdir|writeJSON|writeJson|outputFile|outputJson)(?:Sync)?|createWriteStream'
const MAY_WRITE = new RegExp(`\\b(?:${NAMES})\\b`)
const WRITERS = new RegExp(`^(?:${NAMES})$`)

/** By the first part that says where a path begins: `join(process.cwd(), 'out', name)`, `${__dirname}/${name}`. */
function isOfProject(node: Node, constants: ReadonlyMap<string, Node>, evaluate: Evaluate, depth = 0): boolean {
  const path = evaluate(node)
  if (path) return !posix.isAbsolute(path.text)
  const [first] = begins(node, constants)
  return first !== undefined && depth < 20 && isOfProject(first, constants, evaluate, depth + 1)
}

function begins(node: Node, constants: ReadonlyMap<string, Node>): readonly (Node | undefined)[] {
  if (node.type === 'Identifier') return [constants.get(node['name'] as string)]
  if (node.type === 'CallExpression' && /^(?:join|resolve|dirname)$/.test(nameOf(node['callee'] as Node)))
    return node['arguments'] as Node[]
  const [start] = (node['quasis'] ?? []) as { value: { cooked: string } }[]
  return node.type === 'TemplateLiteral' && start?.value.cooked === '' ? (node['expressions'] as Node[]) : []
}
