/** `motia-aws steps`: what there is and what is wrong with it. */
import { parseArgs } from 'node:util'
import { type Project, topicGraph } from '../../lib/steps/index.ts'
import { projectFolder } from '../folder.ts'
import { formatFindings } from './findings.ts'
import { formatSteps } from './listing.ts'
import { openProject } from './project.ts'

const help = `usage: motia-aws steps [folder] [options]

Lists the Steps of the project in the folder (this one by default): what starts each, what it emits and who hears it,
and everything that is wrong, as file:line: message. Ends with exit code 1 when there are errors.

  --json      print the Steps, the topic graph and the findings as JSON
  -h, --help  this text`

export async function steps(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) {
    console.log(help)
    return 0
  }
  const project = await openProject(projectFolder(positionals))
  if (values.json) console.log(JSON.stringify({ ...project, graph: topicGraph(project.steps) }, null, 2))
  else print(project)
  return project.findings.some((finding) => finding.severity === 'error') ? 1 : 0
}

function print(project: Project): void {
  const { steps, findings } = project
  const listed = steps.length > 0 || findings.length === 0
  if (listed) console.log(formatSteps(project))
  if (findings.length > 0) console.error(`${listed ? '\n' : ''}${formatFindings(findings)}`)
}
