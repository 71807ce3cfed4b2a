interface BarProps {
  /** Percent of the width. */
  from: number;
  to: number;
  kind?: 'plain' | 'plus' | 'minus' | 'base' | 'total' | 'range';
  mark?: number;
  ticks?: number[];
}

const within = (percent: number) => Math.min(100, Math.max(0, percent));

/** A horizontal bar on a scale of 0 to 100; what it shows stands beside it in words. */
export function Bar({ from, to, kind = 'plain', mark, ticks = [] }: BarProps) {
  const [low, high] = [within(Math.min(from, to)), within(Math.max(from, to))];
  return (
    <svg className={`bar bar-${kind}`} viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
      <rect className="bar-track" width="100" height="10" />
      <rect className="bar-fill" x={low} width={Math.max(high - low, 0.4)} height="10" />
      {ticks.map((tick) => <line key={tick} className="bar-tick" x1={tick} x2={tick} y1="0" y2="10" />)}
      {mark !== undefined && <rect className="bar-mark" x={within(mark) - 0.6} width="1.2" height="10" />}
    </svg>
  );
}
