/** Every command that a page shows is run by some test; this is the list of where. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { commandsOf, pages, root } from './page.ts'

/** Commands and the file that runs them, with its words for the command where these are others. */
const places: Readonly<Record<string, string | { readonly file: string; readonly words: string }>> = {
  // What is run before anything lands.
  'npm ci': '.ci/run',
  'npm test': '.ci/run',
  'npm run lint': { file: '.ci/run', words: 'npm run --silent lint' },
  'npm run typecheck': { file: '.ci/run', words: 'npm run --silent typecheck' },
  'npm run test:package': { file: '.ci/run', words: 'npm run --silent test:package' },
  'npm run test:integration': { file: '.ci/run', words: 'npm run --silent test:integration' },
  'pip install ministack': { file: 'test/requirements.txt', words: 'ministack==' },

  // `npm run test:package`
  'npm start': 'test/package/first-minute.integration.ts',
  [`curl -X POST http://localhost:3000/orders -H 'content-type: application/json' -d '{"customer":"Ada","email":"ada@example.com","items":[{"sku":"tea","quantity":2,"price":4.5}]}'`]:
    { file: 'test/package/first-minute.integration.ts', words: 'curl -X POST' },
  'npx motia-aws create': 'test/package/package.integration.ts',
  'npx motia-aws create my-app --template mixed': 'test/package/package.integration.ts',
  'npm install --save-dev motia-aws aws-cdk aws-cdk-lib constructs node@24': 'test/package/package.integration.ts',
  'npx motia-aws traces --errors': 'test/package/package.integration.ts',
  'npx motia-aws logs process-payment --follow': 'test/package/package.integration.ts',
  'npx motia-aws dev': 'test/package/package.integration.ts',

  // `npm run test:integration`
  'npx cdk bootstrap': 'localstack/commands.integration.ts',
  'npx cdk deploy': 'localstack/commands.integration.ts',
  'npx cdk diff': 'localstack/commands.integration.ts',
  'npx cdk watch': 'localstack/commands.integration.ts',
  'npx cdk destroy': 'localstack/commands.integration.ts',
  'npx motia-aws dlq list': 'localstack/commands.integration.ts',
  'npx motia-aws logs process-payment --since 1h': 'localstack/commands.integration.ts',

  // 'The benchmarks run' of .ci/run, with `--quick`
  'npm run bench -- cold': { file: 'bench/bench.integration.ts', words: 'cold: [' },
  'npm run bench -- warm': { file: 'bench/bench.integration.ts', words: 'warm: [' },
  'npm run bench -- bundle': { file: 'bench/bench.integration.ts', words: 'bundle: [' },
  'npm run bench -- local': { file: 'bench/bench.integration.ts', words: 'local: [' },
  'npm run bench -- reload': { file: 'bench/bench.integration.ts', words: 'reload: [' },

  // `npm test`
  'npx cdk synth': 'test/docs/readme.test.ts',
  'npx vitest run': 'test/docs/project.ts',
  'npx motia-aws dlq': { file: 'cli/ops/local.test.ts', words: "'dlq', 'list'" },
  'npx motia-aws dlq show <step>': { file: 'cli/ops/local.test.ts', words: "'dlq', 'show', 'fragile'" },
  'npx motia-aws dlq redrive <step>': { file: 'cli/ops/local.test.ts', words: "'dlq', 'redrive', 'fragile'" },
  'npx motia-aws traces 1-5759e988-bd862e3fe1be46a994272793': {
    file: 'test/docs/tracing.test.ts',
    words: "['traces', id",
  },
  'npx motia-aws logs "streams gateway"': { file: 'test/docs/streams.test.ts', words: "'logs', 'streams gateway'" },
  'npx motia-aws steps': { file: 'cli/steps/steps.test.ts', words: "motiaAws('steps'" },
  'npx motia-aws openapi': 'test/docs/steps.test.ts',
  'npx motia-aws types': 'test/docs/from-motia.test.ts',
  'npx motia-aws <command> --help': { file: 'test/docs/deploy.test.ts', words: '--help' },
  'npm run bench -- --help': 'test/docs/contributing.test.ts',
  'aws logs filter-log-events --endpoint-url <endpoint> --log-group-name <name>': {
    file: 'test/docs/emulator.test.ts',
    words: "startsWith('aws logs ')",
  },
}

/** What no test runs, and why. */
const notRun: Readonly<Record<string, string>> = {
  'docker compose -f localstack/compose.localstack.yml up -d --wait':
    'needs a Docker engine; compose.test.ts has the file checked by docker-compose',
  'docker compose -f localstack/compose.floci.yml up -d --wait': 'the same',
}

describe.each(pages)('%s', (page) => {
  const commands = commandsOf(page)
  test.runIf(commands.length > 0)('shows commands that are run', () => {
    const unknown = commands.filter(({ command }) => !Object.hasOwn(places, command) && !Object.hasOwn(notRun, command))
    expect(unknown.map(({ place, command }) => `${place}: nobody says where this is run: ${command}`)).toEqual([])
  })
})

test.each(Object.entries(places))('%s', (command, place) => {
  const { file, words } = typeof place === 'string' ? { file: place, words: command } : place
  expect(readFileSync(path.join(root, file), 'utf8')).toContain(words)
})

test('the list has no command that no page shows', () => {
  const shown = new Set(pages.flatMap(commandsOf).map(({ command }) => command))
  expect([...Object.keys(places), ...Object.keys(notRun)].filter((command) => !shown.has(command))).toEqual([])
})
