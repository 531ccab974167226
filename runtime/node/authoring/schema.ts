/**
 * What may stand where a schema is asked for: a Standard Schema (https://standardschema.dev; zod 3.24+ and 4, valibot,
 * arktype ...), an older zod 3, or a JSON Schema. Only the shapes: no validator is imported.
 */

export interface StandardIssue {
  readonly message: string
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined
}

export type StandardResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly StandardIssue[] }

export interface StandardSchema<Input = unknown, Output = Input> {
  readonly '~standard': {
    readonly version: 1
    readonly vendor: string
    readonly validate: (value: unknown) => StandardResult<Output> | Promise<StandardResult<Output>>
    readonly types?: { readonly input: Input; readonly output: Output } | undefined
  }
}

/** zod 3 before it had `~standard`. */
export interface ParsingSchema<Output = unknown> {
  readonly _output: Output
  safeParseAsync(
    value: unknown,
  ): Promise<
    | { readonly success: true; readonly data: Output }
    | { readonly success: false; readonly error: { readonly issues: readonly StandardIssue[] } }
  >
}

/** Draft 2020-12 unless its `$schema` says otherwise. */
export interface JsonSchema {
  readonly [keyword: string]: unknown
}

export type Schema = StandardSchema | ParsingSchema | JsonSchema

/** The type of what a schema lets through; `unknown` for a JSON Schema. */
export type OutputOf<S> = S extends { readonly '~standard': { readonly types?: infer Types } }
  ? NonNullable<Types> extends { readonly output: infer Output }
    ? Output
    : unknown
  : S extends { readonly _output: infer Output }
    ? Output
    : unknown
