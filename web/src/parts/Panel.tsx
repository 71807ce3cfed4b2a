import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { type ReactNode, useEffect, useId, useState } from 'react';
import { type Service, statusQuery } from '../api/queries';
import { agoText } from '../format/dates';
import { t } from '../i18n';
import { sentence, serviceName } from './words';

export type Asked<Data> = Pick<
  UseQueryResult<Data>,
  'data' | 'error' | 'dataUpdatedAt' | 'isFetching' | 'refetch'
>;

interface PanelProps<Data> {
  title: string;
  service: Service;
  asked: Asked<Data>;
  children: (data: Data) => ReactNode;
  /** A replacement for the notice, for refusals that are an answer too. */
  refused?: (reason: Error) => ReactNode | undefined;
  aside?: ReactNode;
  className?: string;
}

function Age({ since }: { since: number }) {
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((n) => n + 1), 1000);
    return () => clearInterval(timer);
  }, []);
  return <>{agoText(Date.now() - since)}</>;
}

/** The last known data with its age, in a sentence. */
function Notice({ text, since, again }: { text: string; since: number; again: () => void }) {
  return (
    <div className="notice">
      <p>
        <span role="status">{text}</span>{' '}
        {since > 0 && (
          <span className="soft">
            {t('panel.shown_as')} <Age since={since} />.
          </span>
        )}
      </p>
      <button type="button" className="quiet small" onClick={again}>
        {t('action.try_now')}
      </button>
    </div>
  );
}

function Waiting() {
  return (
    <div className="skeleton" aria-busy="true">
      <span className="unseen">{t('panel.reading')}</span>
      <span /><span /><span />
    </div>
  );
}

/** What is wrong with the service behind a panel, if anything. */
function useOutage(service: Service): string | null {
  const { data: state } = useQuery({
    ...statusQuery,
    enabled: false,
    select: ({ services }) => services.find(({ name }) => name === service)?.state,
  });
  if (!state || state === 'up' || state === 'degraded') return null;
  return t('panel.service_away', { service: serviceName(service) });
}

/** A part of a screen with its own data. When that cannot be had, the panel alone says so, and heals by itself. */
export function Panel<Data>({ title, service, asked, children, refused, aside, className = '' }: PanelProps<Data>) {
  const heading = useId();
  const outage = useOutage(service);
  const { data, error, dataUpdatedAt, refetch } = asked;
  const instead = error && !outage ? refused?.(error) : undefined;
  const fault = outage ?? (error && instead === undefined ? sentence(error) : null);
  return (
    <section
      className={`panel ${className}`}
      aria-labelledby={heading}
      data-service={service}
      data-fault={fault ? '' : undefined}
    >
      <header className="panel-head">
        <h2 id={heading}>{title}</h2>
        {aside}
      </header>
      {fault && <Notice text={fault} since={dataUpdatedAt} again={() => void refetch()} />}
      {instead ?? (data === undefined ? !fault && <Waiting /> : <div className={fault ? 'stale' : undefined}>{children(data)}</div>)}
    </section>
  );
}
