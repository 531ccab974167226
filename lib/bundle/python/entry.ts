import type { Step } from '../../steps/model.ts'

/** The text of a Python Step's `index.py`, as in `runtime/CONTRACT.md`. */
export function pythonEntry(step: Step, trigger: string): string {
  const quoted = (text: string) => JSON.stringify(text)
  return [
    `from motia.adapters.${trigger} import adapt`,
    '',
    `handler = adapt(${quoted(step.file)}, name=${quoted(step.name)}, dialect=${quoted(step.dialect)})`,
    '',
  ].join('\n')
}
