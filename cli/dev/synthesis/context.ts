import { disableStaging } from '../../../lib/constructs/asset-id.ts'

/** The emulator runs bundles from where they are: nothing is copied, and a function whose code is as before stays warm. */
export const withoutStaging = { [disableStaging]: true }
