import type { IConstruct } from 'constructs'
import type { StepsApp } from './app.ts'
import { SynthError } from './errors.ts'

const owners = new WeakMap<IConstruct, StepsApp>()

/** Remembers that a construct is an app. */
export function register(app: StepsApp): void {
  owners.set(app, app)
}

/** The app that a construct stands in. */
export function appOf(scope: IConstruct): StepsApp {
  for (const parent of scope.node.scopes.toReversed()) {
    const app = owners.get(parent)
    if (app) return app
  }
  throw new SynthError(`${scope.node.path || 'the scope'} is not in a StepsApp: give a Step its app as scope`)
}
