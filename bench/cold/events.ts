/** What Lambda hands to the functions of the benchmarks. */

export const httpEvent = {
  version: '2.0',
  routeKey: 'POST /orders',
  rawPath: '/orders',
  rawQueryString: '',
  headers: {
    accept: '*/*',
    'content-type': 'application/json',
    host: 'api.example.com',
    'user-agent': 'bench',
    'x-amzn-trace-id': 'Root=1-5759e988-bd862e3fe1be46a994272793',
    'x-forwarded-for': '203.0.113.7',
    'x-forwarded-port': '443',
    'x-forwarded-proto': 'https',
  },
  requestContext: {
    accountId: '123456789012',
    apiId: 'api',
    domainName: 'api.example.com',
    domainPrefix: 'api',
    http: { method: 'POST', path: '/orders', protocol: 'HTTP/1.1', sourceIp: '203.0.113.7', userAgent: 'bench' },
    requestId: 'request',
    routeKey: 'POST /orders',
    stage: '$default',
    time: '01/Jan/2026:00:00:00 +0000',
    timeEpoch: 1767225600000,
  },
  body: JSON.stringify({
    customer: 'Ada',
    items: [
      { sku: 'a', quantity: 1 },
      { sku: 'b', quantity: 2 },
    ],
  }),
  isBase64Encoded: false,
}

export const sqsEvent = {
  Records: [
    {
      messageId: '059f36b4-87a3-44ab-83d2-661975830a7d',
      receiptHandle: 'handle',
      body: JSON.stringify({
        v: 1,
        id: 'gbXnMFtmS1Kpq0gTbGkQeQ',
        topic: 'order.created',
        data: { orderId: 'o-1' },
        traceId: '1-5759e988-bd862e3fe1be46a994272793',
        parentId: 'request',
        hop: 1,
        time: '2026-01-01T00:00:00.000Z',
      }),
      attributes: {
        ApproximateReceiveCount: '1',
        SentTimestamp: '1767225600000',
        SenderId: 'sender',
        ApproximateFirstReceiveTimestamp: '1767225600001',
      },
      messageAttributes: {},
      md5OfBody: '',
      eventSource: 'aws:sqs',
      eventSourceARN: 'arn:aws:sqs:eu-north-1:123456789012:charge',
      awsRegion: 'eu-north-1',
    },
  ],
}

/** The environment of a deployed function, with AWS at `endpoint`. */
export function environment(endpoint: string): Record<string, string> {
  return {
    AWS_REGION: 'eu-north-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_ENDPOINT_URL: endpoint,
    AWS_LAMBDA_FUNCTION_NAME: 'bench',
    AWS_LAMBDA_LOG_LEVEL: 'INFO',
    POWERTOOLS_LOG_LEVEL: 'INFO',
    POWERTOOLS_TRACE_ENABLED: 'false',
    MOTIA_APP: 'bench',
    MOTIA_STEP: 'bench',
    MOTIA_TABLE: 'state',
    MOTIA_TOPICS: JSON.stringify({ 'order.charged': 'arn:aws:sqs:eu-north-1:123456789012:charged' }),
    QUEUE_URL: `${endpoint}/123456789012/charged`,
    NODE_NO_WARNINGS: '1',
  }
}
