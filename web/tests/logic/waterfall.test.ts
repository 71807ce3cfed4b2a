import { expect, it } from 'vitest';
import { waterfall } from '../../src/screens/score/waterfall';

/** A small generator with a fixed seed, so that a failure comes again. */
function random(seed: number) {
  let state = seed;
  return () => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648;
}

it('adds up to the score that is shown, whatever is rounded', () => {
  const next = random(20_261_123);
  for (let round = 0; round < 1_000; round += 1) {
    const factors = Array.from({ length: 8 }, (_, at) => ({ group: `g${at}`, points: next() * 30 - 15, inputs: [] }));
    const base = next() * 100;
    const exact = base + factors.reduce((sum, { points }) => sum + points, 0);
    const score = Math.min(100, Math.max(0, Math.round(exact)));
    const { start, steps } = waterfall({ base, factors, score });
    expect(start + steps.reduce((sum, { tenths }) => sum + tenths, 0)).toBe(score * 10);
  }
});

it('begins each step where the one before it ended', () => {
  const factors = [3.14, -2.71, 0.05].map((points, at) => ({ group: `g${at}`, points, inputs: [] }));
  const { start, steps } = waterfall({ base: 50, factors, score: 50 });
  let at = start;
  for (const step of steps) {
    expect(step.from).toBe(at);
    at = step.to;
  }
});
