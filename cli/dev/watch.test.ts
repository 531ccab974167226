import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { watchProject } from './watch.ts'

test('the last of several quick changes is seen', async () => {
  const root = mkdtempSync(path.join(tmpdir(), 'motia-watch-'))
  const file = path.join(root, 'a.step.ts')
  writeFileSync(file, '0')
  let seen = ''
  const onChange = async () => {
    seen = readFileSync(file, 'utf8')
  }
  const watcher = await watchProject(root, onChange, {
    onError: (error) => {
      throw error
    },
  })
  try {
    for (let round = 1; round <= 5; round++) {
      writeFileSync(file, `broken ${round}`)
      await expect.poll(() => seen, { interval: 1 }).toBe(`broken ${round}`)
      // Just behind the first: what a formatter does that runs on save.
      await pause(1)
      writeFileSync(file, `mended ${round}`)
      await expect.poll(() => seen, { interval: 1 }).toBe(`mended ${round}`)
    }
  } finally {
    await watcher.close()
    rmSync(root, { recursive: true })
  }
})

test('what a running program writes is no change of the project', async () => {
  const root = mkdtempSync(path.join(tmpdir(), 'motia-watch-'))
  mkdirSync(path.join(root, 'python_modules'))
  const seen: string[] = []
  const watcher = await watchProject(root, async (files) => void seen.push(...files), {
    onError: (error) => {
      throw error
    },
  })
  try {
    for (const file of ['dev.log', 'dump.rdb', 'python_modules/a.py', 'a.step.ts'])
      writeFileSync(path.join(root, file), 'x')
    await expect.poll(() => seen).toEqual(['a.step.ts'])
  } finally {
    await watcher.close()
    rmSync(root, { recursive: true })
  }
})

test('what changes while the watcher starts is seen', async () => {
  const root = mkdtempSync(path.join(tmpdir(), 'motia-watch-'))
  const files = Array.from({ length: 300 }, (_, index) => path.join(root, `${index}.step.ts`))
  try {
    // The edit falls before, among and behind the looks at 300 files; some are found by then and not watched yet.
    for (let round = 0; round < 40; round++) {
      for (const file of files) writeFileSync(file, '0')
      await pause(10)
      const since = Date.now()
      await pause(10)
      const seen = new Set<string>()
      const onChange = async (changed: readonly string[]) => {
        for (const file of changed) seen.add(file)
      }
      const onError = (error: unknown) => {
        throw error
      }
      const starting = watchProject(root, onChange, { onError, since })
      await pause(round / 2)
      const edited = files[(round * 7) % files.length]!
      writeFileSync(edited, '1')
      const watcher = await starting
      await expect.poll(() => [...seen], { interval: 5 }).toEqual([path.basename(edited)])
      await watcher.close()
    }
  } finally {
    rmSync(root, { recursive: true })
  }
})
