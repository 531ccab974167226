import { useReactFlow, useStore } from '@xyflow/react'
import { useEffect } from 'react'
import { stepId } from './graph.ts'
import { sizes } from './layout.ts'

/** Below this a card cannot be read. */
const readable = 0.6

/** Brings the selected card into sight, when it was chosen elsewhere or the panel took its place. */
export function useKeepInSight(selected: string | undefined, ready: boolean): void {
  const flow = useReactFlow()
  const width = useStore((store) => store.width)
  const height = useStore((store) => store.height)
  useEffect(() => {
    const node = selected === undefined || !ready ? undefined : flow.getNode(stepId(selected))
    if (!node || width === 0) return
    const { x, y, zoom } = flow.getViewport()
    const left = node.position.x * zoom + x
    const top = node.position.y * zoom + y
    const right = left + sizes.step.width * zoom
    const bottom = top + sizes.step.height * zoom
    if (zoom >= readable && left >= 0 && top >= 0 && right <= width && bottom <= height) return
    const centre = { x: node.position.x + sizes.step.width / 2, y: node.position.y + sizes.step.height / 2 }
    flow.setCenter(centre.x, centre.y, { zoom: Math.max(zoom, readable + 0.2) })
  }, [flow, selected, width, height, ready])
}
