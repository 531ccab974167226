import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Modules } from '../source/modules.ts'
import { property } from '../source/syntax.ts'
import { exportedObject } from './locate.ts'

/** By these names Motia 0.x finds the settings of a project. */
const FILES = ['motia.config.ts', 'motia.config.mts', 'motia.config.js', 'motia.config.mjs']

/** The project's `motia.config` when its default export has a `streamAuth`; project-relative. */
export function streamAuthOf(modules: Modules): string | undefined {
  return FILES.filter((name) => existsSync(join(modules.root, name))).find((name) => {
    const config = exportedObject(modules, modules.load(join(modules.root, name)))
    return config !== null && property(config.node, 'streamAuth') !== null
  })
}
