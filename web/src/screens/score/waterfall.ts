// The score as steps from a starting point, in tenths of points, so that what is shown adds up exactly; what rounding
// leaves is a step of its own.

import type { Score, ScoreFactor } from '../../api/types';

export interface Step {
  /** Null for what rounding leaves. */
  factor: ScoreFactor | null;
  tenths: number;
  from: number;
  to: number;
}

const tenthsOf = (points: number) => Math.round(points * 10);

export function waterfall({ base, factors, score }: Pick<Score, 'base' | 'factors' | 'score'>) {
  const start = tenthsOf(base);
  let at = start;
  const steps: Step[] = factors.map((factor) => {
    const tenths = tenthsOf(factor.points);
    at += tenths;
    return { factor, tenths, from: at - tenths, to: at };
  });
  const rest = score * 10 - at;
  if (rest !== 0) steps.push({ factor: null, tenths: rest, from: at, to: at + rest });
  return { start, steps };
}
