import { describe, expect, it } from 'vitest'
import { creationOrder, parameterValues, pseudoParameters, resolveValue, type Scope, type Template } from './index.ts'

const template: Template = {
  Resources: { Queue: { Type: 'AWS::SQS::Queue' } },
  Mappings: { Sizes: { prod: { memory: 512 } } },
  Conditions: {
    Yes: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] },
    No: { 'Fn::Not': [{ Condition: 'Yes' }] },
    Both: { 'Fn::And': [{ Condition: 'Yes' }, { Condition: 'No' }] },
    One: { 'Fn::Or': [{ Condition: 'Yes' }, { Condition: 'No' }] },
  },
  Parameters: {
    Stage: { Type: 'String', Default: 'prod' },
    Zones: { Type: 'CommaDelimitedList', Default: 'a, b' },
    Boot: { Type: 'AWS::SSM::Parameter::Value<String>' },
  },
}
const scope: Scope = {
  template,
  stack: 'App',
  pseudo: pseudoParameters({ region: 'eu-west-1', account: '000000000000', stack: 'App' }),
  parameters: parameterValues(template, 'App', {}),
  ref: (id) => `ref-${id}`,
  attribute: (id, name) => `${id}.${name}!`,
}

describe('intrinsic functions', () => {
  it.each<[string, unknown, unknown]>([
    ['Ref of a resource', { Ref: 'Queue' }, 'ref-Queue'],
    ['Ref of a parameter', { Ref: 'Stage' }, 'prod'],
    ['Ref of a list', { Ref: 'Zones' }, ['a', 'b']],
    ['Ref of a pseudo parameter', { Ref: 'AWS::Region' }, 'eu-west-1'],
    ['GetAtt as a list', { 'Fn::GetAtt': ['Queue', 'Arn'] }, 'Queue.Arn!'],
    ['GetAtt as text, with dots', { 'Fn::GetAtt': 'Nested.Outputs.Url' }, 'Nested.Outputs.Url!'],
    ['Sub', { 'Fn::Sub': '${AWS::Region}/${Queue}/${Queue.Arn}/${!kept}' }, 'eu-west-1/ref-Queue/Queue.Arn!/${kept}'],
    ['Sub with variables', { 'Fn::Sub': ['${a}-${Stage}', { a: { Ref: 'Queue' } }] }, 'ref-Queue-prod'],
    ['Join', { 'Fn::Join': ['-', ['a', { Ref: 'Stage' }, 1]] }, 'a-prod-1'],
    ['Select and Split', { 'Fn::Select': [1, { 'Fn::Split': ['/', 'x/y/z'] }] }, 'y'],
    ['If', { 'Fn::If': ['Yes', 'then', { Ref: 'Missing' }] }, 'then'],
    ['If not', { 'Fn::If': ['No', 'then', 'else'] }, 'else'],
    ['If with And', { 'Fn::If': ['Both', 1, 2] }, 2],
    ['If with Or', { 'Fn::If': ['One', 1, 2] }, 1],
    ['NoValue in an object', { a: { Ref: 'AWS::NoValue' }, b: 1 }, { b: 1 }],
    ['NoValue in a list', [{ Ref: 'AWS::NoValue' }, 1], [1]],
    ['NoValue alone', { 'Fn::If': ['No', 1, { Ref: 'AWS::NoValue' }] }, undefined],
    ['FindInMap', { 'Fn::FindInMap': ['Sizes', { Ref: 'Stage' }, 'memory'] }, 512],
    ['Base64', { 'Fn::Base64': 'hi' }, 'aGk='],
    ['plain data', { a: [1, { b: null }], c: 'Ref' }, { a: [1, { b: null }], c: 'Ref' }],
  ])('%s', (_, written, expected) => expect(resolveValue(written, scope)).toEqual(expected))

  it.each<[unknown, RegExp]>([
    [{ 'Fn::ImportValue': 'Other:Arn' }, /another stack's export/],
    [{ 'Fn::FindInMap': ['Sizes', 'x', 'memory'] }, /no Sizes\.x\.memory/],
    [{ 'Fn::Select': [3, ['a']] }, /no item 3/],
    [{ 'Fn::If': ['Unknown', 1, 2] }, /no condition 'Unknown'/],
    [{ 'Fn::Transform': {} }, /Fn::Transform is not supported/],
  ])('%j is refused', (written, message) => expect(() => resolveValue(written, scope)).toThrow(message))

  it('a parameter without a value is refused', () =>
    expect(() => parameterValues({ Resources: {}, Parameters: { Size: { Type: 'String' } } }, 'App', {})).toThrow(
      /parameter Size of stack App has no value/,
    ))
})

describe('the order of creation', () => {
  const of = (resources: Record<string, Partial<Template['Resources'][string]>>) =>
    creationOrder(
      { Resources: Object.fromEntries(Object.entries(resources).map(([id, each]) => [id, { Type: 'T', ...each }])) },
      'App',
    )

  it('puts what is referred to first', () => {
    expect(
      of({ A: { Properties: { x: { Ref: 'B' } } }, B: { Properties: { y: [{ 'Fn::GetAtt': ['C', 'Arn'] }] } }, C: {} }),
    ).toEqual(['C', 'B', 'A'])
    expect(
      of({ A: { Properties: { x: { 'Fn::Sub': 'x ${B.Arn} ${!no}' } } }, B: { DependsOn: ['C'] }, C: {} }),
    ).toEqual(['C', 'B', 'A'])
    expect(of({ A: { Properties: { x: { 'Fn::Sub': ['${v}', { v: { Ref: 'B' } }] } } }, B: {} })).toEqual(['B', 'A'])
  })

  it('refuses a circle', () =>
    expect(() => of({ A: { DependsOn: 'B' }, B: { Properties: { x: { Ref: 'A' } } } })).toThrow(/circle: A -> B -> A/))
})
