import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Template } from './template.ts'

test('the example becomes this template', { timeout: 60_000 }, async () => {
  const { app } = JSON.parse(readFileSync('cdk.json', 'utf8')) as { app: string }
  const [, ...args] = app.split(' ')
  const outdir = mkdtempSync(join(tmpdir(), 'motia-example-'))
  try {
    execFileSync(process.execPath, args, {
      env: { ...process.env, CDK_OUTDIR: outdir, CDK_VALIDATION: 'false' },
      stdio: 'pipe',
    })
    const template = JSON.parse(readFileSync(join(outdir, 'Shop.template.json'), 'utf8')) as Template
    for (const { Type, Properties } of Object.values(template.Resources)) {
      // What the code is changes with every edit of the example; that it is there does not.
      if (Type === 'AWS::Lambda::Function') Properties.Code.S3Key = '<hash>.zip'
    }
    const text = `${JSON.stringify({ Resources: template.Resources, Outputs: template.Outputs }, null, 2)}\n`
    await expect(text).toMatchFileSnapshot('example.template.snap')
  } finally {
    rmSync(outdir, { recursive: true, force: true })
  }
})
