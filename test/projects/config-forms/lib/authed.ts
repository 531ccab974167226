import { defineStep } from 'motia-aws'
import { client } from './clients'

/** A wrapper of the project's own: what it does to handlers is not for reading configs. */
export const authed = (step) => defineStep({ ...step, auth: 'users', handler: (context) => step.handler(context, client) })
