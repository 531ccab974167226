type Letter =
  | 'a'
  | 'b'
  | 'c'
  | 'd'
  | 'e'
  | 'f'
  | 'g'
  | 'h'
  | 'i'
  | 'j'
  | 'k'
  | 'l'
  | 'm'
  | 'n'
  | 'o'
  | 'p'
  | 'q'
  | 'r'
  | 's'
  | 't'
  | 'u'
  | 'v'
  | 'w'
  | 'x'
  | 'y'
  | 'z'
  | '0'
  | '1'
  | '2'
  | '3'
  | '4'
  | '5'
  | '6'
  | '7'
  | '8'
  | '9'
  | '_'

/** The longest prefix of `Text` that is a parameter's name. */
type NameIn<Text extends string, Found extends string = ''> = Text extends `${infer Head}${infer Tail}`
  ? Lowercase<Head> extends Letter
    ? NameIn<Tail, `${Found}${Head}`>
    : Found
  : Found

type Names<Path extends string> = Path extends `${string}:${infer Rest}` ? NameIn<Rest> | Names<Rest> : never

/**
 * The parameters of a path in express syntax, as strings.
 *
 * @example
 * type Params = ParamsOf<'/teams/:team/tickets/:id'> // { team: string; id: string }
 */
export type ParamsOf<Path extends string> = string extends Path
  ? Readonly<Record<string, string>>
  : { readonly [Name in Exclude<Names<Path>, ''>]: string }
