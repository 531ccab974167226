/** The emulated services as Python sees them: `boto3_drive.py` drives each of them through boto3. */
import { execFile, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it, onTestFinished } from 'vitest'
import { realClock, startServices } from '../../emulator/services/index.ts'

const python = (process.env['PATH'] ?? '')
  .split(delimiter)
  .map((folder) => join(folder, 'python3'))
  .find((file) => existsSync(file) && spawnSync(file, ['-c', 'import boto3']).status === 0)
if (!python) console.warn('boto3 is not tried: no python3 on the PATH has it: pip install -r test/requirements.txt')

it.skipIf(!python)('boto3 finds SQS, SNS, EventBridge, DynamoDB and STS as on AWS', async () => {
  const services = await startServices({ clock: realClock() })
  onTestFinished(() => services.stop())
  const { stdout } = await promisify(execFile)(python!, [join(import.meta.dirname, 'boto3_drive.py')], {
    env: {
      PATH: process.env['PATH'],
      AWS_ENDPOINT_URL: services.context.endpoint(),
      AWS_REGION: services.context.region,
      AWS_DEFAULT_REGION: services.context.region,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_MAX_ATTEMPTS: '1',
      AWS_EC2_METADATA_DISABLED: 'true',
      PYTHONDONTWRITEBYTECODE: '1',
    },
  })
  const outcomes: Readonly<Record<string, string>> = JSON.parse(stdout)
  expect(Object.entries(outcomes).filter(([, outcome]) => outcome !== 'ok')).toEqual([])
  expect(Object.keys(outcomes)).toHaveLength(10)
})
