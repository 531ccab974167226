/** How much each benchmark measures. */
const full = {
  /** `distinct`: Steps of which no two use the same of their packages. */
  bundle: { counts: [10, 50, 200, 1000], distinct: 50 },
  cold: { runs: 21 },
  /** All is measured with the first number of Steps, the start also with the others. */
  local: { requests: 6000, single: 100, counts: [10, 100] },
  /** `warm`: invocations between two looks at the clock. */
  python: { runs: 15, warm: { api: 2000, event: 200 } },
  read: { counts: [10, 50, 200, 1000], runs: 5 },
  reload: { counts: [8, 100], edits: 10 },
  synth: { counts: [10, 50, 200, 1000] },
  /** `batches`: invocations between two looks at the clock of CPU time, which ticks in ms. */
  warm: { processes: 3, batches: { api: 5000, event: 500 } },
}

export type Extent = typeof full

/** Whether a benchmark runs and what it prints, not how fast anything is: once, and the smallest size. */
const quick: Extent = {
  bundle: { counts: [10], distinct: 10 },
  cold: { runs: 1 },
  local: { requests: 100, single: 1, counts: [10] },
  python: { runs: 1, warm: { api: 20, event: 2 } },
  read: { counts: [10], runs: 1 },
  reload: { counts: [8], edits: 1 },
  synth: { counts: [10] },
  warm: { processes: 1, batches: { api: 500, event: 50 } },
}

export const extents = { full, quick }
