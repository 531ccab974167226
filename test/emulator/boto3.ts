/** Runs a Python program that drives an endpoint with boto3. */
import { execFile, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'

/** The first Python on the PATH that has boto3. */
export const python = (process.env['PATH'] ?? '')
  .split(delimiter)
  .map((folder) => join(folder, 'python3'))
  .find((file) => existsSync(file) && spawnSync(file, ['-c', 'import boto3']).status === 0)
if (!python) console.warn('boto3 is not tried: no python3 on the PATH has it: pip install -r test/requirements.txt')

/** What became of each check of a program beside this file: `ok`, or a traceback. */
export async function outcomesOf(
  program: string,
  target: { readonly endpoint: string; readonly region: string },
): Promise<Readonly<Record<string, string>>> {
  const { stdout } = await promisify(execFile)(python!, [join(import.meta.dirname, program)], {
    env: {
      PATH: process.env['PATH'],
      AWS_ENDPOINT_URL: target.endpoint,
      AWS_REGION: target.region,
      AWS_DEFAULT_REGION: target.region,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_MAX_ATTEMPTS: '1',
      AWS_EC2_METADATA_DISABLED: 'true',
      PYTHONDONTWRITEBYTECODE: '1',
    },
  })
  return JSON.parse(stdout) as Record<string, string>
}
