import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { preparePython } from './python.ts'

let root: string
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'motia-python-'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const quiet = { onProgress: () => {} }

test('a project without dependencies runs on the interpreter as it is', async () => {
  writeFileSync(path.join(root, 'requirements.txt'), '# nothing yet but what is here anyway\nmotia>=0.1\n')
  writeFileSync(path.join(root, 'a_step.py'), 'import json\n')
  expect(await preparePython(root, { interpreter: 'python3', ...quiet })).toEqual({ executable: 'python3' })
})

test('an interpreter that is not there is named, with the way out', async () => {
  const answer = await preparePython(root, { interpreter: 'no-such-python', ...quiet })
  expect(answer).toEqual({ missing: expect.stringMatching(/no-such-python.*install Python 3\.10/) })
})

test('a dependency that cannot be installed is an answer, not a crash', async () => {
  writeFileSync(path.join(root, 'requirements.txt'), './no-such-folder-here\n')
  const progress: string[] = []
  const answer = await preparePython(root, { interpreter: 'python3', onProgress: (text) => progress.push(text) })
  expect(answer).toEqual({ missing: expect.stringContaining('no-such-folder-here') })
  expect(progress).toEqual(['making a Python environment in .motia/python', expect.stringContaining('boto3')])
})
