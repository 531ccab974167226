/**
 * The AWS Query protocol: parameters as `MessageAttribute.1.Name=...`, answers as XML. What a list or map is called on the
 * wire differs from service to service; a {@link QueryShape} says how.
 * https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
 */
export interface QueryShape {
  readonly namespace: string
  /** Flattened lists: name on the wire -> member. SNS has none, it writes `Member.member.1`. */
  readonly lists: Readonly<Record<string, string>>
  /** Flattened maps: name on the wire -> member. SNS has none, it writes `Member.entry.1.key`. */
  readonly maps: Readonly<Record<string, string>>
  readonly numbers: readonly string[]
  readonly booleans: readonly string[]
  /** Members of answers that are maps, and the element for each entry with the names of key and value. */
  readonly answerMaps: Readonly<Record<string, readonly [element: string | undefined, key: string, value: string]>>
  /** The element of an answer's flattened list; undefined for `<Member><member>...`. */
  readonly answerList: (member: string, action: string) => string | undefined
}

/** The shape of a service whose requests and answers have none of these. */
export function plainShape(namespace: string): QueryShape {
  return {
    namespace,
    lists: {},
    maps: {},
    numbers: [],
    booleans: [],
    answerMaps: {},
    answerList: () => undefined,
  }
}

type Tree = { value?: string; children: Map<string, Tree> }

/** The input of an action, as the JSON protocol would have given it. */
export function parseQuery(parameters: Iterable<[string, string]>, shape: QueryShape): Record<string, unknown> {
  const root: Tree = { children: new Map() }
  for (const [name, value] of parameters) {
    if (name === 'Action' || name === 'Version') continue
    let node = root
    for (const part of name.split('.')) {
      const child = node.children.get(part) ?? { children: new Map() }
      node.children.set(part, child)
      node = child
    }
    node.value = value
  }
  return readStructure(root, shape)
}

function readStructure(tree: Tree, shape: QueryShape): Record<string, unknown> {
  const result: Record<string, unknown> = {}
  for (const [name, child] of tree.children) {
    const list = shape.lists[name]
    const map = shape.maps[name]
    if (list !== undefined && isNumbered(child)) result[list] = readList(child, shape)
    else if (map !== undefined && isNumbered(child)) result[map] = readMap(child, shape)
    else result[name] = readValue(name, child, shape)
  }
  return result
}

function readValue(name: string, tree: Tree, shape: QueryShape): unknown {
  const members = tree.children.get('member')
  if (members !== undefined) return readList(members, shape)
  const entries = tree.children.get('entry')
  if (entries !== undefined) return readMap(entries, shape)
  if (tree.children.size > 0) return readStructure(tree, shape)
  if (shape.numbers.includes(name)) return Number(tree.value)
  if (shape.booleans.includes(name)) return tree.value === 'true'
  return tree.value
}

const isNumbered = (tree: Tree) =>
  tree.children.size > 0 && [...tree.children.keys()].every((name) => /^\d+$/.test(name))

const inOrder = (tree: Tree) => [...tree.children].sort(([a], [b]) => Number(a) - Number(b)).map(([, child]) => child)

const readList = (tree: Tree, shape: QueryShape) => inOrder(tree).map((child) => readValue('', child, shape))

function readMap(tree: Tree, shape: QueryShape): Record<string, unknown> {
  const entries = inOrder(tree).map((entry) => {
    const key = entry.children.get('Name') ?? entry.children.get('key') ?? entry.children.get('Key')
    const value = entry.children.get('Value') ?? entry.children.get('value')
    return [key?.value ?? '', value === undefined ? '' : readValue('', value, shape)] as const
  })
  return Object.fromEntries(entries)
}
