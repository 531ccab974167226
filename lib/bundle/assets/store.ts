import { randomUUID } from 'node:crypto'
import { readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { use } from './age.ts'
import { type Contents, hashOf, sha256 } from './contents.ts'
import { writeFolder } from './write.ts'

/** What one expensive piece of work made: files, and plain data about them. */
export interface Stored<Data> {
  readonly contents: Contents
  readonly data: Data
}

/** Keeps what was made from files until one of those files changes. */
export interface Store {
  get<Data>(key: string): Stored<Data> | undefined
  /** `inputs` are absolute paths of all that it was made from. */
  put<Data>(key: string, contents: Contents, inputs: readonly string[], data: Data): Stored<Data>
}

interface Manifest<Data> {
  /** Named by what is in it. */
  readonly folder: string
  readonly inputs: readonly (readonly [path: string, stamp: string])[]
  readonly files: readonly (readonly [path: string, hash: string, size: number])[]
  readonly data: Data
}

/**
 * A store in `directory`. Each input is looked at once, so a store serves one run. Files are never changed, nor removed
 * before they are long unused, and a manifest is replaced at once: several processes may share a store.
 */
export function openStore(directory: string): Store {
  const stamps = new Map<string, string>()
  const stampOf = (path: string): string => {
    let stamp = stamps.get(path)
    if (stamp === undefined) {
      stamp = stampFile(path)
      stamps.set(path, stamp)
    }
    return stamp
  }
  const manifestOf = (key: string) => join(directory, `${sha256(key).slice(0, 32)}.json`)
  return {
    get<Data>(key: string) {
      const file = manifestOf(key)
      if (!use(file)) return undefined
      const manifest: Manifest<Data> = JSON.parse(readFileSync(file, 'utf8'))
      const folder = join(directory, manifest.folder)
      if (!use(folder) || manifest.inputs.some(([path, stamp]) => stampOf(path) !== stamp)) return undefined
      return { contents: contentsOf(folder, manifest), data: manifest.data }
    },
    put<Data>(key: string, contents: Contents, inputs: readonly string[], data: Data) {
      const manifest: Manifest<Data> = {
        folder: hashOf(contents).slice(0, 32),
        inputs: inputs.map((path) => [path, stampOf(path)]),
        files: [...contents].map(([path, { hash, size }]) => [path, hash, size]),
        data,
      }
      const folder = join(directory, manifest.folder)
      if (!use(folder)) writeFolder(folder, contents)
      const temporary = `${manifestOf(key)}.${randomUUID()}`
      writeFileSync(temporary, JSON.stringify(manifest))
      renameSync(temporary, manifestOf(key))
      return { contents: contentsOf(folder, manifest), data }
    },
  }
}

/**
 * Changes when the file does: its size and times, or that it is not there. The time of its inode is one of them, for npm
 * gives the files of every version of a package one and the same time of modification. With `start`, when the reading of
 * the file began, the stamp of one written since is that of no file.
 */
export function stampFile(path: string, start = Number.POSITIVE_INFINITY): string {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (!stat) return 'absent'
  return stat.mtimeMs > start ? 'written meanwhile' : `${stat.size}:${stat.mtimeMs}:${stat.ctimeMs}`
}

function contentsOf(folder: string, manifest: Manifest<unknown>): Contents {
  return new Map(
    manifest.files.map(([path, hash, size]) => [
      path,
      { kind: 'file', path: join(folder, path), hash, size, immutable: true },
    ]),
  )
}
