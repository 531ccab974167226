/** Bars of one colour, oldest first; what they mean stands in the title. */
export function Sparkline({ values, title, width = 60 }: { values: readonly number[]; title: string; width?: number }) {
  const height = 16
  const top = Math.max(1, ...values)
  const step = width / Math.max(1, values.length)
  return (
    <svg className="sparkline" width={width} height={height} role="img" aria-label={title}>
      <title>{title}</title>
      {values.map((value, index) => {
        const bar = value === 0 ? 1 : Math.max(2, (value / top) * height)
        return (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its place in time
            key={index}
            className={value === 0 ? 'is-zero' : undefined}
            x={index * step}
            y={height - bar}
            width={Math.max(1, step - 1.5)}
            height={bar}
          />
        )
      })}
    </svg>
  )
}
