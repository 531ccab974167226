import { round } from '@lib/round'

export const prices = { tea: round(2.499), cake: 3.1 }
