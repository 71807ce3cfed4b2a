import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { locale, t } from '../i18n';

export interface Line {
  title: string;
  /** By point; drawn, never added up. */
  values: number[];
}

interface ChartProps {
  /** What it shows, in a sentence. */
  label: string;
  /** Days, "2026-11-22". */
  days: string[];
  lines: Line[];
  text: (value: number) => string;
  range?: [number, number];
  height?: number;
}

const colour = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const seconds = (day: string) => Date.parse(`${day}T00:00:00Z`) / 1000;
const strokes = ['--accent', '--minus', '--plus'];

function axis(values?: (ticks: number[]) => string[]): uPlot.Axis {
  return {
    stroke: colour('--soft'),
    grid: { stroke: colour('--line'), width: 1 },
    ticks: { show: false },
    font: '12px system-ui, sans-serif',
    size: values ? 64 : 32,
    ...(values && { values: (_chart: uPlot, ticks: number[]) => values(ticks) }),
  };
}

function optionsOf({ lines, text, range, height = 200 }: ChartProps, width: number): uPlot.Options {
  const day = new Intl.DateTimeFormat(locale(), { month: 'short', year: '2-digit', timeZone: 'UTC' });
  return {
    width,
    height,
    tzDate: (at) => uPlot.tzDate(new Date(at * 1000), 'UTC'),
    cursor: { y: false, points: { size: 7 } },
    legend: { show: false },
    scales: range ? { y: { range } } : {},
    axes: [
      { ...axis(), space: 70, values: (_chart, ticks) => ticks.map((tick) => day.format(tick * 1000)) },
      axis((ticks) => ticks.map(text)),
    ],
    series: [{}, ...lines.map(({ title }, index) => ({
      label: title,
      stroke: colour(strokes[index] ?? '--accent'),
      width: 2,
      fill: lines.length === 1 ? colour('--accent-veil') : undefined,
      points: { show: false },
    }))],
  };
}

/** Lines over time. The numbers behind it can be opened as a table. */
export default function Chart(props: ChartProps) {
  const { label, days, lines, text } = props;
  const place = useRef<HTMLDivElement>(null);
  const drawn = JSON.stringify([days, lines]);
  useEffect(() => {
    const box = place.current!;
    const data = [days.map(seconds), ...lines.map(({ values }) => values)] as uPlot.AlignedData;
    let chart: uPlot | null = null;
    const draw = () => {
      chart?.destroy();
      chart = new uPlot(optionsOf(props, Math.max(200, box.clientWidth)), data, box);
    };
    const size = new ResizeObserver(draw);
    size.observe(box);
    const dark = matchMedia('(prefers-color-scheme: dark)');
    dark.addEventListener('change', draw);
    return () => {
      size.disconnect();
      dark.removeEventListener('change', draw);
      chart?.destroy();
    };
  }, [drawn]);
  return (
    <figure className="chart">
      <div ref={place} dir="ltr" role="img" aria-label={label} className="amount" />
      <details>
        <summary>{t('chart.as_table')}</summary>
        <div className="scroll" tabIndex={0} role="group" aria-label={label}>
          <table className="rows">
            <thead>
              <tr><th>{t('field.date')}</th>{lines.map(({ title }) => <th key={title} className="number">{title}</th>)}</tr>
            </thead>
            <tbody>
              {days.map((each, row) => (
                <tr key={each}>
                  <th scope="row">{each}</th>
                  {lines.map(({ title, values }) => (
                    <td key={title} className="number amount">{text(values[row] ?? 0)}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </figure>
  );
}
