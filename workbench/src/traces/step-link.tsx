import { useStepPart } from '../api/index.ts'
import { href, Link } from '../url/index.ts'

/** To a Step among the flows; text alone of what is none, as what a WebSocket calls, or is one no more. */
export function StepLink({ step }: { step: string }) {
  return useStepPart(step) ? <Link href={href('flows', { step })}>{step}</Link> : step
}
