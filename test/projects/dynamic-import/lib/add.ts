import { count } from './count'

/** Counts on what the Step imported at its start: there is one `count`, not a copy for each file. */
export function add() {
  count.value += 2
}
