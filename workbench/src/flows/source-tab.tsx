import type { StepView } from '../../../cli/dev/protocol.ts'
import { useSource } from '../api/index.ts'
import { CopyButton, Failure, Source } from '../parts/index.ts'

export function SourceTab({ step }: { step: StepView }) {
  const { data: source, error } = useSource(step.name)
  if (error) return <Failure error={error} />
  if (!source) return null
  return (
    <>
      <div className="line file-line">
        <code className="clip grow">{source.file}</code>
        <CopyButton text={source.text} label="Copy the source" />
      </div>
      <Source source={source} line={step.location.line} />
    </>
  )
}
