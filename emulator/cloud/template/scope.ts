import { TemplateError } from '../errors.ts'
import type { Template } from './model.ts'

/** What a name in a template can mean while it is resolved. */
export interface Scope {
  readonly template: Template
  /** For error messages: the stack's name. */
  readonly stack: string
  /** `AWS::Region`, `AWS::AccountId` ... */
  readonly pseudo: Readonly<Record<string, string>>
  readonly parameters: ReadonlyMap<string, unknown>
  /** `Ref` of a resource that exists. */
  ref(logicalId: string): unknown
  /** `Fn::GetAtt` of a resource that exists. */
  attribute(logicalId: string, name: string): unknown
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html */
export function pseudoParameters(at: { region: string; account: string; stack: string }): Record<string, string> {
  return {
    'AWS::Region': at.region,
    'AWS::AccountId': at.account,
    'AWS::Partition': 'aws',
    'AWS::URLSuffix': 'amazonaws.com',
    'AWS::StackName': stackName(at.stack),
    'AWS::StackId': stackId(at),
  }
}

/** A nested stack is known by its path; a name may hold letters, digits and hyphens. */
export const stackName = (path: string): string => path.replaceAll('/', '-')

export function stackId(at: { region: string; account: string; stack: string }): string {
  return `arn:aws:cloudformation:${at.region}:${at.account}:stack/${stackName(at.stack)}/00000000-0000-0000-0000-000000000000`
}

/** Values of a stack's parameters: what the parent stack passes, then their defaults. */
export function parameterValues(
  template: Template,
  stack: string,
  given: Readonly<Record<string, unknown>>,
): Map<string, unknown> {
  const values = new Map<string, unknown>()
  const missing: string[] = []
  for (const [name, parameter] of Object.entries(template.Parameters ?? {})) {
    if (name in given) values.set(name, asList(parameter.Type, given[name]))
    // The bootstrap stack's version is looked up in SSM; there is nothing to bootstrap here.
    else if (parameter.Type.startsWith('AWS::SSM::')) values.set(name, '')
    else if (parameter.Default !== undefined) values.set(name, asList(parameter.Type, parameter.Default))
    else missing.push(`parameter ${name} of stack ${stack} has no value: give it a Default`)
  }
  if (missing.length > 0) throw new TemplateError(missing)
  return values
}

function asList(type: string, value: unknown): unknown {
  const list = type === 'CommaDelimitedList' || type.startsWith('List<')
  return list && typeof value === 'string' ? value.split(',').map((part) => part.trim()) : value
}
