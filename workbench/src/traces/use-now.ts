import { useEffect, useState } from 'react'

/** The time, moving on while something runs; `fixed` once it has ended. */
export function useNow(fixed: number | undefined): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    if (fixed !== undefined) return
    const timer = setInterval(() => setNow(Date.now()), 200)
    return () => clearInterval(timer)
  }, [fixed])
  return fixed ?? now
}
