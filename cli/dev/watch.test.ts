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
