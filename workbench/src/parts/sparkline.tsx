const height = 16

interface SparklineProps {
  readonly values: readonly number[]
  /** What the bars mean. */
  readonly title: string
  readonly width?: number
}

/** Bars of one colour, oldest first; one path, for a graph has hundreds of these. */
export function Sparkline({ values, title, width = 60 }: SparklineProps) {
  const top = Math.max(1, ...values)
  const step = width / Math.max(1, values.length)
  const bar = Math.max(1, step - 1.5)
  const bars = values.map((value, at) => {
    const size = value === 0 ? 1 : Math.max(2, Math.round((value / top) * height))
    return { zero: value === 0, path: `M${at * step} ${height}v${-size}h${bar}v${size}z` }
  })
  const pathOf = (zero: boolean) => bars.flatMap((one) => (one.zero === zero ? one.path : [])).join('')
  return (
    <svg className="sparkline" width={width} height={height} role="img" aria-label={title}>
      <path className="is-zero" d={pathOf(true)} />
      <path d={pathOf(false)} />
    </svg>
  )
}
