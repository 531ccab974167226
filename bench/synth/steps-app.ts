/** Synthesizes a generated project with `StepsApp`. */
import { App, Stack } from 'aws-cdk-lib'
import { StepsApp } from 'motia-aws/cdk'

const [entry, outdir] = process.argv.slice(2) as [string, string]
const app = new App({ outdir, analyticsReporting: false })
new StepsApp(new Stack(app, 'Bench'), 'App', { entry, spread: { stacks: 8 } })
app.synth()

const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()
console.log(JSON.stringify({ cpu: (userCPUTime + systemCPUTime) / 1e6, memory: maxRSS / 1024 }))
