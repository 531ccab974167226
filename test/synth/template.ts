import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { App, Stack } from 'aws-cdk-lib'
import { StepsApp, type StepsAppProps } from '../../lib/index.ts'
import type { Step } from '../../lib/steps/model.ts'
import { prepared } from './steps.ts'

export interface Resource {
  readonly Type: string
  // biome-ignore lint/suspicious/noExplicitAny: a template is read as the JSON that it is
  readonly Properties: any
  readonly Metadata?: { readonly 'motia-aws'?: Readonly<Record<string, unknown>> }
  readonly DeletionPolicy?: string
}

export interface Template {
  readonly Resources: Readonly<Record<string, Resource>>
  readonly Parameters?: Readonly<Record<string, unknown>>
  readonly Outputs?: Readonly<Record<string, { readonly Value: unknown }>>
}

export interface Synthesized {
  readonly app: StepsApp
  readonly root: Template
  /** By the logical id of the stack's resource, without the hash. */
  readonly nested: ReadonlyMap<string, Template>
  readonly warnings: readonly string[]
  /** The root's resources of a type. */
  ofType(type: string): Resource[]
  /** A Step's resource by its role: `resource('charge', 'queue')`. */
  resource(step: string, role: string): Resource
  /** The statements of a Step's role. */
  statements(step: string): Statement[]
}

export interface Statement {
  readonly Action: string | readonly string[]
  readonly Resource: unknown
  readonly Condition?: unknown
}

/** Synthesizes Steps in a stack called `Test` and reads back what CloudFormation would get. */
export function synth(
  steps: readonly Step[],
  props: StepsAppProps | ((stack: Stack) => StepsAppProps) = {},
  change: (app: StepsApp, stack: Stack) => void = () => {},
): Synthesized {
  // CDK's check of property types takes two seconds a run; lint.test.ts has it on.
  process.env['CDK_VALIDATION'] = 'false'
  const outdir = mkdtempSync(join(tmpdir(), 'motia-synth-'))
  try {
    const root = new App({ outdir, analyticsReporting: false, treeMetadata: false })
    const stack = new Stack(root, 'Test')
    const app = new StepsApp(stack, 'App', {
      prepared: prepared(steps),
      ...(typeof props === 'function' ? props(stack) : props),
    })
    change(app, stack)
    const assembly = root.synth()
    const artifact = assembly.getStackByName('Test')
    const template = artifact.template as Template
    const nested = new Map(
      readdirSync(outdir)
        .filter((name) => name.endsWith('.nested.template.json'))
        .map((name) => [
          name.replace(/^TestApp/, '').replace(/[0-9A-F]{8}\.nested\.template\.json$/, ''),
          JSON.parse(readFileSync(join(outdir, name), 'utf8')) as Template,
        ]),
    )
    const all = [template, ...nested.values()].flatMap(({ Resources }) => Object.values(Resources))
    const warnings = artifact.messages.filter(({ level }) => level === 'warning').map(({ entry }) => String(entry.data))
    return {
      app,
      root: template,
      nested,
      warnings,
      ofType: (type) => Object.values(template.Resources).filter((resource) => resource.Type === type),
      resource: (step, role) => {
        const found = all.find(({ Metadata }) => {
          const mark = Metadata?.['motia-aws']
          return mark?.['step'] === step && mark['role'] === role
        })
        if (!found) throw new Error(`${step} has no ${role}`)
        return found
      },
      statements: (step) => statementsOf(step, [template, ...nested.values()]),
    }
  } finally {
    rmSync(outdir, { recursive: true, force: true })
  }
}

/** The inline policy of the role that the Step's function has. */
function statementsOf(step: string, templates: readonly Template[]): Statement[] {
  for (const { Resources } of templates) {
    for (const { Type, Properties } of Object.values(Resources)) {
      if (Type !== 'AWS::Lambda::Function' || Properties.Environment.Variables.MOTIA_STEP !== step) continue
      const [policy] = Resources[Properties.Role['Fn::GetAtt'][0]]!.Properties.Policies
      return policy.PolicyDocument.Statement
    }
  }
  throw new Error(`there is no function of ${step}`)
}
