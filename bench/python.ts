/**
 * `npm run bench -- python [runs]`: what a Python Step's cold start and warm invocation cost, beside a bare handler and
 * Powertools for AWS Lambda (Python), both with boto3. Medians of interleaved fresh processes.
 */
import { execFile, execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { startEndpoint } from './cold/endpoint.ts'
import { environment, httpEvent, sqsEvent } from './cold/events.ts'
import type { Extent } from './extent.ts'

const folder = join(import.meta.dirname, 'python')
const runtime = join(import.meta.dirname, '../runtime/python')
const venv = join(folder, '.venv')

interface Subject {
  readonly name: string
  readonly entry: string
  readonly event: object
  readonly trigger?: 'api' | 'event'
  /** The runtime has no bytecode beside it, as in an asset that was bundled on another Python than the Lambda's. */
  readonly sources?: boolean
}

const subjects: readonly Subject[] = [
  { name: 'api: bare', entry: 'bare_api', event: httpEvent },
  { name: 'api: ours', entry: 'ours_api.step.py', event: httpEvent, trigger: 'api' },
  { name: 'api: ours, no bytecode', entry: 'ours_api.step.py', event: httpEvent, trigger: 'api', sources: true },
  { name: 'api: powertools', entry: 'powertools_api', event: httpEvent },
  { name: 'event: bare', entry: 'bare_event', event: sqsEvent },
  { name: 'event: ours', entry: 'ours_event.step.py', event: sqsEvent, trigger: 'event' },
  { name: 'event: ours, no bytecode', entry: 'ours_event.step.py', event: sqsEvent, trigger: 'event', sources: true },
  { name: 'event: ours, async', entry: 'ours_event_async.step.py', event: sqsEvent, trigger: 'event' },
  { name: 'event: powertools', entry: 'powertools_event', event: sqsEvent },
]

/** ms; CPU time is what other work on the machine does not stretch. `warm` is microseconds of CPU. */
interface Times {
  readonly import: number
  readonly importCpu: number
  readonly answer: number
  readonly answerCpu: number
  readonly warm: number
}

export async function run(extent: Extent['python'], [runs = extent.runs]: readonly number[]): Promise<void> {
  const powertools = installPeers()
  const measured = subjects.filter(({ name }) => powertools || !name.includes('powertools'))
  const sources = mkdtempSync(join(tmpdir(), 'bench-python-'))
  cpSync(join(runtime, 'motia'), join(sources, 'motia'), {
    recursive: true,
    filter: (path) => !path.endsWith('__pycache__'),
  })
  const endpoint = await startEndpoint()
  try {
    report(await measure(measured, { ...extent, runs }, environment(endpoint.url), sources), runs)
  } finally {
    endpoint.close()
    rmSync(sources, { recursive: true })
  }
}

/** False when Powertools cannot be installed; then it is left out. */
function installPeers(): boolean {
  if (existsSync(join(venv, 'complete'))) return true
  console.error('installing the peers into bench/python/.venv ...')
  const options = { stdio: ['ignore', 'ignore', 'inherit'] as ('ignore' | 'inherit')[] }
  execFileSync('python3', ['-m', 'venv', venv], options)
  try {
    const python = join(venv, 'bin/python')
    execFileSync(python, ['-m', 'pip', 'install', '-q', '-r', join(folder, 'requirements.txt')], options)
    execFileSync('touch', [join(venv, 'complete')])
    return true
  } catch {
    console.error('the peers cannot be installed: ours is measured alone')
    return false
  }
}

async function measure(
  measured: readonly Subject[],
  { runs, warm: invocations }: Extent['python'],
  env: Record<string, string>,
  sources: string,
): Promise<Map<string, Times>> {
  const samples = new Map<string, Times[]>(measured.map(({ name }) => [name, []]))
  // Interleaved, so that what else the machine does hits all alike; the first round warms disk and bytecode.
  for (let round = 0; round <= runs; round++) {
    for (const subject of measured) {
      const warm = round === runs ? (subject.event === httpEvent ? invocations.api : invocations.event) : 0
      const times = await once(subject, warm, env, sources)
      if (round > 0) samples.get(subject.name)!.push(times)
    }
  }
  return new Map(
    [...samples].map(([name, all]) => [
      name,
      {
        import: median(all, 'import'),
        importCpu: median(all, 'importCpu'),
        answer: median(all, 'answer'),
        answerCpu: median(all, 'answerCpu'),
        warm: all.at(-1)!.warm,
      },
    ]),
  )
}

async function once(
  { name, entry, event, trigger, sources: noBytecode }: Subject,
  warm: number,
  env: Record<string, string>,
  sources: string,
): Promise<Times> {
  const argument = JSON.stringify({
    entry,
    event,
    trigger,
    warm,
    folder: join(folder, 'functions'),
    runtime: noBytecode ? sources : runtime,
  })
  // What only a function that emits and keeps state is given.
  const { MOTIA_TABLE, MOTIA_TOPICS, ...rest } = env
  const given = event === sqsEvent ? env : rest
  const { stdout } = await promisify(execFile)(
    join(venv, 'bin/python'),
    [...(noBytecode ? ['-B'] : []), join(folder, 'measure.py'), argument],
    {
      env: { ...given, AWS_DEFAULT_REGION: 'eu-north-1', PATH: process.env['PATH'] ?? '' },
      maxBuffer: 64 * 1024 * 1024,
    },
  ).catch(({ stderr }: { stderr: string }) => {
    throw new Error(`${name} failed: ${stderr.slice(-2000)}`)
  })
  const { result, ...times } = JSON.parse(stdout.slice(stdout.trimEnd().lastIndexOf('\n') + 1))
  if (result.statusCode !== 201 && result.batchItemFailures?.length !== 0) {
    throw new Error(`${name} answered ${JSON.stringify(result)}`)
  }
  return times
}

function median(samples: readonly Times[], what: keyof Times): number {
  return samples.map((sample) => sample[what]).sort((a, b) => a - b)[Math.floor(samples.length / 2)]!
}

function report(times: ReadonlyMap<string, Times>, runs: number): void {
  const version = execFileSync(join(venv, 'bin/python'), ['--version'], { encoding: 'utf8' }).trim()
  const load = loadavg()[0]!.toFixed(1)
  console.log(`medians of ${runs} fresh processes on ${version}; ms since the import began; load average ${load}`)
  console.table(
    Object.fromEntries(
      [...times].map(([name, time]) => [
        name,
        {
          import: round(time.import),
          'import, CPU': round(time.importCpu),
          'first answer': round(time.answer),
          'first answer, CPU': round(time.answerCpu),
          'warm, us of CPU': Math.round(time.warm),
        },
      ]),
    ),
  )
  const ratio = (peer: string, ours: string) => {
    const [one, other] = [times.get(peer), times.get(ours)]
    return one && other ? `${(one.answerCpu / other.answerCpu).toFixed(1)} times` : 'not measured'
  }
  console.log(`first answer of an API function, Powertools / ours: ${ratio('api: powertools', 'api: ours')}`)
  console.log(`first answer of an event function, Powertools / ours: ${ratio('event: powertools', 'event: ours')}`)
  console.log(`first answer of an event function, bare boto3 / ours: ${ratio('event: bare', 'event: ours')}`)
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
