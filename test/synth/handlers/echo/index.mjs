/** Answers with what its Step was given; needs nothing but what Lambda has. */
export const handler = async (event) => {
  const { MOTIA_STEP: step, MOTIA_TOPICS: topics = '{}', MOTIA_TABLE: table = null } = process.env
  console.log(JSON.stringify({ level: 'INFO', message: 'got', step, event }))
  if (!event.requestContext?.http) return { batchItemFailures: [] }
  const { pathParameters: params = {}, body = null } = event
  return {
    statusCode: 200,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ step, topics: JSON.parse(topics), table, params, body }),
  }
}
