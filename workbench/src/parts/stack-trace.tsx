/** A stack with one frame a line; files of a bundle by their place in the project. */
export function StackTrace({ frames, look = '' }: { frames: readonly unknown[]; look?: string }) {
  return <pre className={`stack ${look}`}>{frames.map((frame) => placeOf(String(frame))).join('\n')}</pre>
}

/** `/home/me/shop/.motia/bundles/charge-3aee444e/steps/charge.step.ts` is the project's `steps/charge.step.ts`. */
export function placeOf(frame: string): string {
  return frame.replaceAll(
    /(?<=[("\s])(?:file:\/\/)?(?:\/|[A-Z]:\\)[^("]*[\\/]\.motia[\\/]bundles[\\/][^\\/]+[\\/]/g,
    '',
  )
}
