import { type ComponentProps, lazy, Suspense } from 'react';

const Chart = lazy(() => import('./Chart'));

/** The chart library is fetched with the first chart. */
export function LazyChart(props: ComponentProps<typeof Chart>) {
  return (
    <Suspense fallback={<div className="chart-space" />}>
      <Chart {...props} />
    </Suspense>
  );
}
