/** `node synth.ts <project> <cloud assembly>` */
import { App, Stack } from 'aws-cdk-lib'
import { prepareSteps, StepsApp } from '../../lib/index.ts'

const [project = '', outdir = ''] = process.argv.slice(2)
const app = new App({ outdir, analyticsReporting: false })
new StepsApp(new Stack(app, 'Bench'), 'App', { prepared: await prepareSteps({ entry: project }) })
app.synth()
