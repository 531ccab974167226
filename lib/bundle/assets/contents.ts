import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

/** A file of an asset. */
export type Content = Text | ExistingFile

export interface Text {
  readonly kind: 'text'
  readonly text: string
  readonly hash: string
  /** Bytes. */
  readonly size: number
}

/** `immutable` ones (of the store) are shared by hard link, others are copied. */
export interface ExistingFile {
  readonly kind: 'file'
  readonly path: string
  readonly hash: string
  /** Bytes. */
  readonly size: number
  readonly immutable: boolean
}

/** The files of an asset by their path in it, with forward slashes. */
export type Contents = ReadonlyMap<string, Content>

/** Hex SHA-256. */
export function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex')
}

/** A file that is yet to be written. */
export function textContent(text: string): Text {
  return { kind: 'text', text, hash: sha256(text), size: Buffer.byteLength(text) }
}

/** A file of the author's as it is now. */
export function fileContent(path: string): Content {
  const bytes = readFileSync(path)
  return { kind: 'file', path, hash: sha256(bytes), size: bytes.length, immutable: false }
}

/** Hash over paths and contents, whatever order the files were added in. */
export function hashOf(contents: Contents): string {
  const lines = [...contents].map(([path, { hash }]) => `${path}\0${hash}`).sort()
  return sha256(lines.join('\n'))
}

/** Bytes of all files. */
export function sizeOf(contents: Contents): number {
  let size = 0
  for (const content of contents.values()) size += content.size
  return size
}
