Object.assign(globalThis, { prefix: 'ticket' })
