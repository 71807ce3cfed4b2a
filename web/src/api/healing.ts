// When to ask again for what could not be had: soon at first, then later each time, and never all at the same moment.

const firstWaitMs = 1_000;
const longestWaitMs = 30_000;

/** The wait grows with how long something has been failing, plus or minus a fifth. `chance` is from 0 to 1. */
export function healingDelayMs(failingForMs: number, chance = Math.random()): number {
  const wait = Math.min(longestWaitMs, Math.max(firstWaitMs, failingForMs / 2));
  return Math.round(wait * (0.8 + 0.4 * chance));
}

const failingSince = new Map<string, number>();

/** Milliseconds that `what` has been failing for; forgets it when it works. */
export function failingFor(what: string, fails: boolean, now = Date.now()): number {
  if (!fails) {
    failingSince.delete(what);
    return 0;
  }
  const since = failingSince.get(what) ?? now;
  failingSince.set(what, since);
  return now - since;
}
