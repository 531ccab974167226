function required(name: string): string {
  const value = process.env[name]
  if (!value) throw new Error(`set ${name} first`)
  return value
}

export const topic = required('TOPIC_OF_THE_DAY')
