/** NodejsFunction of the CDK: a process of esbuild per function. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { App, Stack } from 'aws-cdk-lib'
import { Runtime } from 'aws-cdk-lib/aws-lambda'
import { LogLevel, NodejsFunction, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs'
import type { GeneratedProject } from './project.ts'

/** Bundles every Step of the project, with all it imports in it as in ours. Returns milliseconds. */
export function bundleWithNodejsFunction(project: GeneratedProject): number {
  const outdir = mkdtempSync(join(tmpdir(), 'motia-bench-cdk-'))
  const start = performance.now()
  const stack = new Stack(new App({ outdir }), 'Peer')
  for (const [index, entry] of project.files.entries()) {
    new NodejsFunction(stack, `Step${index}`, {
      entry,
      runtime: Runtime.NODEJS_24_X,
      projectRoot: project.root,
      depsLockFilePath: join(project.root, 'package-lock.json'),
      bundling: {
        logLevel: LogLevel.SILENT,
        format: OutputFormat.ESM,
        bundleAwsSDK: true,
        mainFields: ['module', 'main'],
        target: 'node24',
      },
    })
  }
  const time = performance.now() - start
  rmSync(outdir, { recursive: true, force: true })
  return time
}
