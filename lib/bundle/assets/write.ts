import { randomUUID } from 'node:crypto'
import { copyFileSync, existsSync, linkSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { StepAsset } from '../model.ts'
import { use } from './age.ts'
import { type Content, type Contents, hashOf, sizeOf } from './contents.ts'

/**
 * Writes a Step's asset below `outdir`, to a folder named by its content; one that is there already is left as it is.
 * The folder appears at once with all its files, so that another process never sees half of it.
 */
export function writeAsset(outdir: string, step: string, handler: string, contents: Contents): StepAsset {
  const hash = hashOf(contents)
  const directory = join(outdir, `${folderName(step)}-${hash.slice(0, 16)}`)
  if (!use(directory)) writeFolder(directory, contents)
  return { step, directory, handler, hash, size: sizeOf(contents) }
}

/** A Step's name as part of a folder's name on every file system; the hash behind it keeps it unique. */
function folderName(step: string): string {
  const safe = step.replace(/[^A-Za-z0-9_-]+/g, '-').replace(/^-+|-+$/g, '')
  return safe.slice(0, 60) || 'step'
}

/** Writes the files beside `directory` and moves them into place; when another process was first, its folder stays. */
export function writeFolder(directory: string, contents: Contents): void {
  const temporary = `${directory}.${randomUUID()}`
  mkdirSync(temporary, { recursive: true })
  const made = new Set<string>([temporary])
  for (const [path, content] of contents) {
    const target = join(temporary, path)
    const folder = dirname(target)
    if (!made.has(folder)) mkdirSync(folder, { recursive: true })
    made.add(folder)
    place(content, target)
  }
  try {
    renameSync(temporary, directory)
  } catch (error) {
    rmSync(temporary, { recursive: true })
    if (!existsSync(directory)) throw error
  }
}

function place(content: Content, target: string): void {
  if (content.kind === 'text') writeFileSync(target, content.text)
  else if (content.immutable) linkOrCopy(content.path, target)
  else copyFileSync(content.path, target)
}

function linkOrCopy(from: string, to: string): void {
  try {
    linkSync(from, to)
  } catch {
    // Another file system, or one without hard links.
    copyFileSync(from, to)
  }
}
