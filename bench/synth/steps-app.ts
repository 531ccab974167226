/** Synthesizes a generated project with `StepsApp`. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { App, Stack } from 'aws-cdk-lib'
import { StepsApp } from 'motia-aws/cdk'

const [entry, outdir] = process.argv.slice(2) as [string, string]
const app = new App({ outdir, analyticsReporting: false })
// As docs/resources.md says for apps that one root stack cannot hold.
const large = readdirSync(join(entry, 'steps')).length > 400
const stack = new Stack(app, 'Bench', { suppressTemplateIndentation: large })
new StepsApp(stack, 'App', { entry, ...(large ? { spread: { stacks: 8 } } : {}) })
app.synth()

const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()
console.log(JSON.stringify({ cpu: (userCPUTime + systemCPUTime) / 1e6, memory: maxRSS / 1024 }))
