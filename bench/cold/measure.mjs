// Runs in a fresh process: ms to import a function, and, when an event is given, to the end of its first state call and
// to its first answer.
const { file, event } = JSON.parse(process.argv[2])
const cpu = process.threadCpuUsage()
const start = performance.now()
const { handler } = await import(file)
const imported = performance.now()
const { user, system } = process.threadCpuUsage(cpu)
if (event) {
  await handler(event, { awsRequestId: 'request', functionName: 'bench', getRemainingTimeInMillis: () => 30_000 })
}
const answered = performance.now()
process.stdout.write(
  JSON.stringify({
    import: imported - start,
    cpu: (user + system) / 1000,
    state: (performance.getEntriesByName('state')[0]?.startTime ?? answered) - start,
    answer: answered - start,
  }),
)
process.exit(0)
