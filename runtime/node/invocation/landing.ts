/**
 * A promise that knows whether anybody looked at its outcome, so that the failure of an emit that nobody awaited fails
 * the invocation, and one that the author caught does not.
 */
export class Landing<T> extends Promise<T> {
  /** What `then` makes is a plain promise. */
  static override get [Symbol.species](): PromiseConstructor {
    return Promise
  }

  observed = false

  // biome-ignore lint/suspicious/noThenProperty: `await` calls it on a subclass of Promise, which is how it is noticed
  override then<A = T, B = never>(
    fulfilled?: ((value: T) => A | PromiseLike<A>) | null,
    rejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    this.observed = true
    return super.then(fulfilled, rejected)
  }
}

interface Pending {
  readonly landing: Landing<unknown>
  readonly outcome: Promise<unknown>
}

/** Keeps `work` among what must be done before the invocation ends. */
export function land<T>(pending: Pending[], work: Promise<T>): Promise<T> {
  const landing = new Landing<T>((resolve, reject) => work.then(resolve, reject))
  // A rejection that nobody awaits must not end the process: `landed` reports it instead.
  Promise.prototype.then.call(landing, undefined, () => undefined)
  pending.push({ landing, outcome: work })
  return landing
}

/**
 * Waits for everything kept with {@link land}, also for what it starts meanwhile.
 *
 * @throws the first failure that nobody looked at
 */
export async function landed(pending: Pending[]): Promise<void> {
  let failure: { readonly reason: unknown } | undefined
  while (pending.length > 0) {
    const some = pending.splice(0)
    const outcomes = await Promise.allSettled(some.map(({ outcome }) => outcome))
    outcomes.forEach((outcome, index) => {
      if (outcome.status === 'rejected' && !some[index]!.landing.observed) failure ??= { reason: outcome.reason }
    })
  }
  if (failure) throw failure.reason
}

export type { Pending }
