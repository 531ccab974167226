import type { EventsPort } from '../../ports.ts'
import type { Registry } from './registry.ts'

/** EventBridge for the rest of the emulator: the template's buses and rules. */
export function createEventsPort(registry: Registry): EventsPort {
  return {
    putBus(name) {
      registry.putBus(name)
      return { arn: registry.busArn(name) }
    },
    deleteBus: registry.removeBus,
    putRule(name, { bus, pattern, state, targets }) {
      registry.setTargets(registry.putRule(name, { bus: registry.bus(bus), pattern, state }), targets)
    },
    deleteRule: (name, bus) => registry.removeRule(name, registry.bus(bus)),
  }
}
