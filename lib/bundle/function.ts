import type { Finding, Step } from '../steps/model.ts'
import type { Contents } from './assets/contents.ts'
import type { NativePackage } from './native/detect.ts'

/** A Step's function before its files are written: its code, without the files it reads. */
export interface StepFunction {
  readonly step: Step
  readonly contents: Contents
  /** Absolute paths of the project files whose change changes it. */
  readonly inputs: readonly string[]
  /** Project-relative files and folders that the code reads by a literal path. */
  readonly reads: readonly string[]
  /** Packages to install for Lambda's system instead of bundling them. */
  readonly native: readonly NativePackage[]
}

/** What the bundler of one language gives: functions of the Steps that could be bundled, and what is wrong in the others. */
export interface LanguageResult {
  readonly functions: readonly StepFunction[]
  readonly findings: readonly Finding[]
  /** Absolute paths of further files whose change matters. */
  readonly watched: readonly string[]
}
