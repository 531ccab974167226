/** The AWS operations that the runtime calls, with the SDK's own types of what goes in and comes out; types only. */
import type * as DynamoDb from '@aws-sdk/client-dynamodb'
import type * as EventBridge from '@aws-sdk/client-eventbridge'
import type * as Sns from '@aws-sdk/client-sns'
import type * as Sqs from '@aws-sdk/client-sqs'

export interface Operations {
  sqs: {
    SendMessage: Call<Sqs.SendMessageCommandInput, Sqs.SendMessageCommandOutput>
    SendMessageBatch: Call<Sqs.SendMessageBatchCommandInput, Sqs.SendMessageBatchCommandOutput>
    ChangeMessageVisibilityBatch: Call<
      Sqs.ChangeMessageVisibilityBatchCommandInput,
      Sqs.ChangeMessageVisibilityBatchCommandOutput
    >
  }
  sns: {
    PublishBatch: Call<Sns.PublishBatchCommandInput, Sns.PublishBatchCommandOutput>
  }
  events: {
    PutEvents: Call<EventBridge.PutEventsCommandInput, EventBridge.PutEventsCommandOutput>
  }
  'execute-api': {
    PostToConnection: Call<{ readonly ConnectionId: string; readonly Data: string }, object>
  }
  dynamodb: {
    GetItem: Call<DynamoDb.GetItemCommandInput, DynamoDb.GetItemCommandOutput>
    UpdateItem: Call<DynamoDb.UpdateItemCommandInput, DynamoDb.UpdateItemCommandOutput>
    DeleteItem: Call<DynamoDb.DeleteItemCommandInput, DynamoDb.DeleteItemCommandOutput>
    Query: Call<DynamoDb.QueryCommandInput, DynamoDb.QueryCommandOutput>
    BatchWriteItem: Call<DynamoDb.BatchWriteItemCommandInput, DynamoDb.BatchWriteItemCommandOutput>
  }
}

interface Call<Input, Output> {
  readonly input: Input
  readonly output: Omit<Output, '$metadata'>
}

export type ServiceName = keyof Operations
export type InputOf<S extends ServiceName, O extends keyof Operations[S]> =
  Operations[S][O] extends Call<infer I, unknown> ? I : never
export type ResultOf<S extends ServiceName, O extends keyof Operations[S]> = Operations[S][O] extends {
  readonly output: infer R
}
  ? R
  : never
