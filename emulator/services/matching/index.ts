export { PatternError } from './errors.ts'
export { compileLeaf, type Dialect } from './leaf.ts'
export { compilePattern, type Matcher } from './pattern.ts'
