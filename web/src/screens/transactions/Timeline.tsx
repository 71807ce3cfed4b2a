import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { monthsQuery, type TransactionFilter } from '../../api/queries';
import { monthBefore, monthsBetween, monthText } from '../../format/dates';
import { t } from '../../i18n';

interface TimelineProps {
  filter: TransactionFilter;
  /** The month in sight. */
  place: string | undefined;
  go: (month: string) => void;
}

const pauseMs = 40;

/** All months that have rows, the newest first: shows where the list is, and goes to any of them. */
export function Timeline({ filter, place, go }: TimelineProps) {
  const { data: months } = useQuery(monthsQuery(filter));
  const [wanted, setWanted] = useState<string>();
  const isHeld = useRef(false);
  const isOnWay = useRef(false);
  const set = (month: string) => {
    isOnWay.current = false;
    setWanted(month);
  };
  // The list tells where it is, once it is where it was sent.
  useEffect(() => {
    if (isOnWay.current && !isHeld.current) setWanted(undefined);
  }, [place]);
  const latest = useRef(go);
  useEffect(() => {
    latest.current = go;
  });
  useEffect(() => {
    if (!wanted) return;
    const timer = setTimeout(() => {
      isOnWay.current = true;
      latest.current(wanted);
    }, pauseMs);
    return () => clearTimeout(timer);
  }, [wanted]);
  const count = months ? monthsBetween(months.oldest, months.newest) : 0;
  if (!months || count < 2) return null;
  const month = wanted ?? place ?? months.newest;
  return (
    <label className="timeline" data-newest={months.newest}>
      <span className="unseen">{t('filter.go_to_month')}</span>
      <input type="range" min={0} max={count} value={monthsBetween(month, months.newest)} aria-valuetext={monthText(month)}
        onPointerDown={() => (isHeld.current = true)} onPointerUp={() => (isHeld.current = false)}
        onPointerCancel={() => (isHeld.current = false)}
        onChange={({ target }) => set(monthBefore(months.newest, Number(target.value)))} />
      <span aria-hidden="true">{monthText(month)}</span>
    </label>
  );
}
