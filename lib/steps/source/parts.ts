import { requiredModule } from './require.ts'
import { boundNames, keyName, memberName, type Node, unwrap, walk } from './syntax.ts'

/** Where a local name or an export comes from; `imported` is `'*'` for the whole module. */
export interface Import {
  readonly source: string
  readonly imported: string
}

/** The least that a slice keeps or leaves out: a declarator, a specifier, a property of `module.exports`, a statement. */
export interface Part {
  readonly node: Node
  readonly start: number
  readonly end: number
  /** Local names it declares. */
  readonly declares: readonly string[]
  /** Export names it provides; `'='` is CommonJS's whole `module.exports`. */
  readonly exports: readonly string[]
  /** Names from outside it that it changes: `topics.push('a')`. */
  readonly changes: readonly string[]
  /** For an import specifier and `export { a } from`. */
  readonly import?: Import
  /** The expression or declaration behind the names. */
  readonly value?: Node
}

/** A top-level statement; its parts are separated by commas when there are several. */
export interface Statement {
  readonly node: Node
  readonly parts: readonly Part[]
}

const NOTHING = { declares: [], exports: [], changes: [] } as const

export function statementOf(node: Node): Statement {
  return { node, parts: partsOf(node) }
}

function partsOf(node: Node): Part[] {
  switch (node.type) {
    case 'ImportDeclaration':
      return node.importKind === 'type' ? [] : importParts(node)
    case 'TSImportEqualsDeclaration':
      if (node.moduleReference.type !== 'TSExternalModuleReference') return [whole(node, { declares: [node.id.name] })]
      return [
        whole(node, {
          declares: [node.id.name],
          import: { source: node.moduleReference.expression.value, imported: '*' },
        }),
      ]
    case 'ExportNamedDeclaration':
      if (node.exportKind === 'type') return []
      if (node.declaration) {
        return partsOf(node.declaration as Node).map((part) => {
          const sole = node.declaration?.type !== 'VariableDeclaration'
          return { ...part, exports: part.declares, ...(sole && { start: node.start, end: node.end }) }
        })
      }
      return node.specifiers
        .filter((item) => item.exportKind !== 'type')
        .map((item) => {
          const name = moduleName(item.exported)
          const local = moduleName(item.local)
          const from = node.source ? { import: { source: node.source.value, imported: local } } : { value: item.local }
          return whole(item, { exports: [name], ...from })
        })
    case 'ExportDefaultDeclaration': {
      const { declaration } = node
      const named = 'id' in declaration && declaration.id && 'name' in declaration.id ? [declaration.id.name] : []
      return [whole(node, { exports: ['default'], declares: named as string[], value: declaration as Node })]
    }
    case 'ExportAllDeclaration':
      return [
        whole(node, {
          exports: node.exported ? [moduleName(node.exported)] : ['*'],
          import: { source: node.source.value, imported: '*' },
        }),
      ]
    case 'TSExportAssignment':
      return [whole(node, { exports: ['='], value: node.expression })]
    case 'VariableDeclaration':
      return node.declare ? [] : node.declarations.map((item) => declaratorPart(item))
    case 'FunctionDeclaration':
    case 'ClassDeclaration':
    case 'TSEnumDeclaration':
      return node.declare || !node.id ? [] : [whole(node, { declares: [node.id.name], value: node })]
    case 'TSModuleDeclaration':
      return node.declare || node.id.type !== 'Identifier'
        ? []
        : [whole(node, { declares: [node.id.name], value: node })]
    case 'ExpressionStatement':
      return expressionParts(node)
    case 'TSDeclareFunction':
    case 'TSInterfaceDeclaration':
    case 'TSTypeAliasDeclaration':
    case 'EmptyStatement':
      return []
    default:
      return [whole(node, { changes: changedNames(node) })]
  }
}

function whole(node: Node, rest: Partial<Part>): Part {
  return { ...NOTHING, node, start: node.start, end: node.end, ...rest }
}

function importParts(node: Extract<Node, { type: 'ImportDeclaration' }>): Part[] {
  const source = node.source.value
  return node.specifiers
    .filter((item) => !(item.type === 'ImportSpecifier' && item.importKind === 'type'))
    .map((item) => {
      const imported =
        item.type === 'ImportSpecifier'
          ? moduleName(item.imported)
          : item.type === 'ImportDefaultSpecifier'
            ? 'default'
            : '*'
      return whole(item, { declares: [item.local.name], import: { source, imported } })
    })
}

function declaratorPart(node: Extract<Node, { type: 'VariableDeclarator' }>): Part {
  const declares = boundNames(node.id)
  const source = node.init ? requiredModule(node.init) : null
  if (source && node.id.type === 'Identifier') {
    return whole(node, { declares, import: { source, imported: '*' }, value: node.init as Node })
  }
  return whole(node, { declares, value: node })
}

/** `exports.a = ...`, `module.exports = { a, b: ... }`, and what changes something declared. */
function expressionParts(node: Extract<Node, { type: 'ExpressionStatement' }>): Part[] {
  const expression = unwrap(node.expression)
  if ('directive' in node && node.directive) return []
  if (expression.type !== 'AssignmentExpression' || expression.operator !== '=') {
    return [whole(node, { changes: changedNames(node) })]
  }
  const value = unwrap(expression.right)
  const name = exportedName(expression.left)
  if (name === null) return [whole(node, { changes: changedNames(node) })]
  if (name !== '=') return [whole(node, { exports: [name], value })]
  if (value.type !== 'ObjectExpression') return [whole(node, { exports: ['='], value })]
  return value.properties.map((item) => {
    const key = item.type === 'Property' ? keyName(item.key, item.computed) : null
    const rest =
      item.type === 'Property' && key ? { exports: [key], value: item.value } : { exports: ['*'], value: item }
    return whole(item, rest)
  })
}

/** `exports.name` and `module.exports.name` give the name, `module.exports` gives `'='`. */
function exportedName(target: Node): string | null {
  if (target.type !== 'MemberExpression') return null
  const name = memberName(target)
  const object = unwrap(target.object)
  if (object.type === 'Identifier') {
    if (object.name === 'exports') return name
    return object.name === 'module' && name === 'exports' ? '=' : null
  }
  return exportedName(object) === '=' ? name : null
}

function changedNames(node: Node): string[] {
  const names = new Set<string>()
  const add = (target: Node): void => {
    const root = rootName(target)
    if (root) names.add(root)
  }
  walk(node, (inner) => {
    if (inner.type === 'AssignmentExpression') add(inner.left)
    if (inner.type === 'CallExpression' && inner.callee.type === 'MemberExpression') {
      add(inner.callee.object)
      if (rootName(inner.callee.object) === 'Object' && inner.arguments[0]) add(inner.arguments[0])
    }
    return undefined
  })
  return [...names]
}

function rootName(node: Node): string | null {
  const inner = unwrap(node)
  if (inner.type === 'Identifier') return inner.name
  if (inner.type === 'MemberExpression') return rootName(inner.object)
  return inner.type === 'CallExpression' ? rootName(inner.callee) : null
}

function moduleName(node: Node): string {
  return node.type === 'Literal' ? String(node.value) : node.type === 'Identifier' ? node.name : ''
}
