import {
  CloudFormationClient,
  DescribeStackResourceCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  GetTemplateCommand,
  ListStackResourcesCommand,
  ListStacksCommand,
  paginateListStackResources,
} from '@aws-sdk/client-cloudformation'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Emulator, startEmulator } from '../../index.ts'
import { assetKey, functionResources, merge, writeAssembly } from '../fixture.ts'

const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
let cloud: Emulator
let client: CloudFormationClient

const inner = {
  Parameters: { Given: { Type: 'String' } },
  Resources: { Queue: { Type: 'AWS::SQS::Queue', Metadata: { 'motia-aws': { step: 'Work', role: 'queue' } } } },
  Outputs: { Arn: { Value: { 'Fn::GetAtt': ['Queue', 'Arn'] } } },
}
const many = Object.fromEntries(Array.from({ length: 120 }, (_, i) => [`Group${i}`, { Type: 'AWS::Logs::LogGroup' }]))
const source = {
  ...merge(functionResources('Work', { code: 'export const handler = async () => 1' }), {
    resources: {
      ...many,
      Inner: {
        Type: 'AWS::CloudFormation::Stack',
        Properties: {
          TemplateURL: { 'Fn::Sub': `https://s3/${assetKey('i')}.json` },
          Parameters: { Given: 'a & <b>' },
        },
      },
      Never: { Type: 'AWS::SQS::Queue', Condition: 'No' },
    },
  }),
  conditions: { No: { 'Fn::Equals': ['a', 'b'] } },
  outputs: { Arn: { Value: { 'Fn::GetAtt': ['Inner', 'Outputs.Arn'] }, Description: 'motia-aws: the queue' } },
  nested: { [assetKey('i')]: inner },
}

beforeAll(async () => {
  cloud = await startEmulator({ assembly: writeAssembly(source) })
  client = new CloudFormationClient({ endpoint: cloud.endpoint, region: cloud.region, credentials })
})
afterAll(async () => {
  client.destroy()
  await cloud.stop()
})

describe('CloudFormation', () => {
  it('describes the stack and the one nested in it', async () => {
    const { Stacks } = await client.send(new DescribeStacksCommand({}))
    expect(Stacks).toMatchObject([
      {
        StackName: 'App',
        StackStatus: 'CREATE_COMPLETE',
        CreationTime: expect.any(Date),
        Outputs: [{ OutputKey: 'Arn', OutputValue: cloud.outputs()['Arn'], Description: 'motia-aws: the queue' }],
      },
      {
        StackName: 'App-Inner',
        ParentId: Stacks![0]!.StackId,
        Parameters: [{ ParameterKey: 'Given', ParameterValue: 'a & <b>' }],
      },
    ])
    expect(Stacks![0]!.ParentId).toBeUndefined()
    const byId = await client.send(new DescribeStacksCommand({ StackName: Stacks![1]!.StackId }))
    expect(byId.Stacks).toEqual([Stacks![1]])
    const { StackSummaries } = await client.send(new ListStacksCommand({ StackStatusFilter: ['DELETE_COMPLETE'] }))
    expect(StackSummaries).toEqual([])
  })

  it('lists resources in pages, a nested stack among them, and none whose condition fails', async () => {
    const first = await client.send(new ListStackResourcesCommand({ StackName: 'App' }))
    expect(first.StackResourceSummaries).toHaveLength(100)
    const all = new Map<string, string>()
    for await (const page of paginateListStackResources({ client }, { StackName: 'App' }))
      for (const { LogicalResourceId: id, PhysicalResourceId: physical } of page.StackResourceSummaries ?? [])
        all.set(id!, physical!)
    expect(all.size).toBe(123)
    expect(all.has('Never')).toBe(false)
    const nested = await client.send(new ListStackResourcesCommand({ StackName: all.get('Inner')! }))
    expect(nested.StackResourceSummaries).toMatchObject([
      {
        LogicalResourceId: 'Queue',
        ResourceType: 'AWS::SQS::Queue',
        PhysicalResourceId: expect.stringMatching(/^http:/),
      },
    ])
  })

  it('describes one resource, by its logical and by its physical id', async () => {
    const { StackResourceDetail: detail } = await client.send(
      new DescribeStackResourceCommand({ StackName: 'App', LogicalResourceId: 'Work' }),
    )
    expect(detail).toMatchObject({ ResourceType: 'AWS::Lambda::Function', ResourceStatus: 'CREATE_COMPLETE' })
    expect(JSON.parse(detail!.Metadata!)).toEqual({ 'motia-aws': { step: 'Work', role: 'function' } })
    const { StackResources } = await client.send(
      new DescribeStackResourcesCommand({ PhysicalResourceId: detail!.PhysicalResourceId!, LogicalResourceId: 'Work' }),
    )
    expect(StackResources).toMatchObject([{ StackName: 'App', LogicalResourceId: 'Work', Timestamp: expect.any(Date) }])
  })

  it('gives the template back', async () => {
    const { TemplateBody } = await client.send(new GetTemplateCommand({ StackName: 'App-Inner' }))
    expect(JSON.parse(TemplateBody!)).toEqual(inner)
  })

  it('has changed after an update', async () => {
    await cloud.deploy(writeAssembly(source))
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: 'App' }))
    expect(Stacks).toMatchObject([{ StackStatus: 'UPDATE_COMPLETE', LastUpdatedTime: expect.any(Date) }])
  })

  it.each([
    [new DescribeStacksCommand({ StackName: 'Other' }), 'Stack with id Other does not exist'],
    [
      new DescribeStackResourceCommand({ StackName: 'App', LogicalResourceId: 'X' }),
      'Resource X does not exist for stack App',
    ],
    [new ListStackResourcesCommand({ StackName: 'App', NextToken: 'x' }), 'NextToken "x" is none that was given out'],
  ])('refuses what is not there: %#', async (command, message) => {
    await expect(client.send(command as DescribeStacksCommand)).rejects.toMatchObject({
      name: 'ValidationError',
      message,
    })
  })
})
