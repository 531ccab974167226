import { readFile } from 'node:fs/promises'
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda'
import { UsageError } from '../errors.ts'
import { withAws } from './credentials.ts'
import { commonHelp, parse, targetOf } from './options.ts'
import { deployedStep } from './stack.ts'

const help = `usage: motia-aws invoke <step> [--data <json> | --data @file.json] [options]

Calls a Step's function and prints what it answers. The data is the function's event as Lambda gets it: an API Gateway
request, an SQS batch, a schedule's input.

  --data <json>      the event ({})
${commonHelp}`

/** `motia-aws invoke`. */
export async function invoke(args: string[]): Promise<number> {
  const { values, positionals } = parse(args, { data: { type: 'string', default: '{}' } })
  const [name] = positionals
  if (values.help || name === undefined) {
    console.log(help)
    return values.help ? 0 : 1
  }
  const payload = await payloadOf(values.data)
  const target = targetOf(values)
  return withAws(target, async () => {
    const step = await deployedStep(target, values.stack, name)
    const answer = await new LambdaClient(target.client).send(
      new InvokeCommand({ FunctionName: step.function!, Payload: Buffer.from(payload) }),
    )
    const text = Buffer.from(answer.Payload ?? []).toString('utf8')
    console.log(
      values.json
        ? JSON.stringify({
            status: answer.StatusCode,
            error: answer.FunctionError ?? null,
            payload: text === '' ? null : JSON.parse(text),
          })
        : text,
    )
    return answer.FunctionError ? 1 : 0
  })
}

async function payloadOf(data: string): Promise<string> {
  const text = data.startsWith('@') ? await readFile(data.slice(1), 'utf8') : data
  try {
    JSON.parse(text)
  } catch (error) {
    throw new UsageError(`--data is no JSON: ${(error as Error).message}`, { cause: error })
  }
  return text
}
