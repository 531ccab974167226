import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { createBundlerWith } from '../bundler.ts'
import { type Fixture, filesOf, fixture, invoke, standInRuntime } from '../fixture.ts'
import type { BundleOptions } from '../model.ts'
import type { RuntimeLocation } from '../runtime/location.ts'

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'motia-runtime-')))
const runtime = standInRuntime(folder)
const made: Fixture[] = []
afterAll(() => {
  for (const one of made) one.remove()
  rmSync(folder, { recursive: true, force: true })
})

async function bundled(files: Readonly<Record<string, string>>, options: Partial<BundleOptions> = {}) {
  const one = fixture(files)
  made.push(one)
  const location: RuntimeLocation = runtime
  const bundler = createBundlerWith(one.project, { outdir: one.outdir, ...options }, location)
  return { ...(await bundler.bundle()), bundler, ...one }
}

describe('a Python Step', () => {
  it('holds its module, the project modules it imports and the files it reads', async () => {
    const { assets, findings } = await bundled({
      'steps/a_step.py': `
import json
from services.risk import score
from services import limits
import shapes.round as r
def handler(event):
    from lazy_module import later
    with open("data/rates.json") as file:
        rates = json.load(file)
    return [score(event), limits.TOP, r.name, later, rates["eur"]]
`,
      'services/__init__.py': '',
      'services/risk.py': 'from .inner.deep import base\ndef score(n):\n    return n + base\n',
      'services/inner/__init__.py': 'marker = 1\n',
      'services/inner/deep.py': `
from pathlib import Path
base = int((Path(__file__).parent / "base.txt").read_text())
`,
      'services/inner/base.txt': '40',
      'services/limits.py': 'TOP = 9\n',
      'services/unused.py': 'x = 1\n',
      'shapes/round.py': 'name = "round"\n',
      'lazy_module.py': 'later = True\n',
      'data/rates.json': '{ "eur": 1 }',
      'data/other.json': '{}',
    })
    expect(findings).toEqual([])
    expect(filesOf(assets[0]!)).toEqual([
      'data/rates.json',
      'index.py',
      'lazy_module.py',
      'motia/__init__.py',
      'motia/adapters/__init__.py',
      'motia/adapters/api.py',
      'motia/adapters/cron.py',
      'motia/adapters/event.py',
      'motiadev/__init__.py',
      'services/__init__.py',
      'services/inner/__init__.py',
      'services/inner/base.txt',
      'services/inner/deep.py',
      'services/limits.py',
      'services/risk.py',
      'shapes/round.py',
      'steps/a_step.py',
    ])
    expect(await invoke(assets[0]!, 2)).toEqual([42, 9, 'round', true, 1])
  })

  it('holds what it imports from a folder that it puts on sys.path', async () => {
    const { assets, findings } = await bundled({
      'src/python/a_step.py': `
import os, sys
sys.path.append(os.path.join(os.path.dirname(__file__), '..'))
from services import store
def handler(event):
    return store.top()
`,
      'src/services/__init__.py': '',
      'src/services/store.py': 'from .limits import TOP\nimport services.other\ndef top():\n    return TOP\n',
      'src/services/limits.py': 'TOP = 9\n',
      'src/services/other.py': '',
    })
    expect(findings).toEqual([])
    expect(await invoke(assets[0]!)).toBe(9)
  })

  it('is packed without an installation where it imports no package, whatever the requirements', async () => {
    const { assets, findings } = await bundled({
      'steps/a_step.py': 'import boto3, os\ndef handler(event):\n    return 1\n',
      'requirements.txt': 'no-such-package-anywhere==1.0\nboto3\n',
    })
    expect(findings).toEqual([])
    expect(filesOf(assets[0]!)).toContain('steps/a_step.py')
  })

  it('leaves packages out in dev', async () => {
    const { assets, findings } = await bundled(
      { 'steps/a_step.py': 'import markupsafe\n', 'requirements.txt': 'markupsafe==3.0.2\n' },
      { dev: true },
    )
    expect(findings).toEqual([])
    expect(filesOf(assets[0]!)).not.toContain('markupsafe/__init__.py')
  })

  it('is read again when a file it imports changed', async () => {
    const { assets, bundler, write } = await bundled({
      'steps/a_step.py': 'from other import x\ndef handler(event):\n    return x\n',
      'other.py': 'x = 1\n',
      'more.py': 'x = 22\n',
    })
    write({ 'other.py': 'from more import x\n' })
    const { assets: after } = await bundler.bundle()
    expect(filesOf(after[0]!)).toContain('more.py')
    expect(after[0]!.hash).not.toBe(assets[0]!.hash)
    expect(await invoke(after[0]!)).toBe(22)
  })
})

describe('packages of Python Steps', () => {
  it('are wheels for Lambda, in the Steps that import some', async () => {
    const { assets, findings } = await bundled({
      'steps/a_step.py': 'import markupsafe\ndef handler(event):\n    return 1\n',
      'steps/b_step.py': 'def handler(event):\n    return 2\n',
      'pyproject.toml': '[project]\nname = "app"\nversion = "1"\ndependencies = ["markupsafe==3.0.2", "boto3>=1"]\n',
    })
    expect(findings).toEqual([])
    const files = filesOf(assets[0]!)
    expect(files).toContain('markupsafe/_speedups.cpython-313-aarch64-linux-gnu.so')
    expect(files.filter((path) => /^boto|__pycache__|RECORD/.test(path))).toEqual([])
    expect(filesOf(assets[1]!).filter((path) => path.startsWith('markupsafe'))).toEqual([])
  })

  it('without a wheel are named', async () => {
    const { assets, findings } = await bundled({
      'steps/a_step.py': 'import docopt\n',
      'requirements.txt': '-r base.txt # comment\n',
      'base.txt': 'docopt==0.6.2\n',
    })
    expect(assets).toEqual([])
    expect(findings).toMatchObject([{ rule: 'python-packages', severity: 'error', step: 'a' }])
    expect(findings[0]!.message).toBe(
      'python package "docopt" of requirements.txt has no wheel for linux arm64 and Python 3.13: take a version that has one, or another package',
    )
  })

  it('that are named nowhere are an error at the import, unless the code copes', async () => {
    const { findings } = await bundled({
      'steps/a_step.py': `
import numpy
try:
    import pandas
except ImportError:
    pandas = None
def handler(event):
    return 1
`,
    })
    expect(findings).toEqual([
      {
        severity: 'error',
        rule: 'missing-package',
        message:
          'python module "numpy" is neither a project file nor Python\'s own: name its package in requirements.txt',
        location: { file: 'steps/a_step.py', line: 2 },
        step: 'a',
      },
    ])
  })
})

it('a syntax error is shown with its line, once, and the other language is bundled all the same', async () => {
  const { assets, findings } = await bundled({
    'steps/a_step.py': 'from shared import x\n',
    'steps/b_step.py': 'from shared import x\n',
    'shared.py': 'x = 1\ndef broken(:\n',
    'steps/c.step.ts': 'export const handler = () => 1',
  })
  expect(findings).toMatchObject([{ rule: 'syntax', location: { file: 'shared.py', line: 2 } }])
  expect(assets.map(({ step }) => step)).toEqual(['c'])
})
