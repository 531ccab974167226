// The function and nothing around it: no validation, no logger, no tracer.
export const handler = async (event) => {
  const { customer, items } = JSON.parse(event.body)
  return {
    statusCode: 201,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ customer, items: items.length }),
  }
}
