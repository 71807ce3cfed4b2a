import { useQueries } from '@tanstack/react-query';
import { changed } from '../../api/changes';
import { randomKey, send } from '../../api/client';
import { parkedQuery } from '../../api/queries';
import type { ParkedEvent } from '../../api/types';
import { timeText } from '../../format/dates';
import { named, t } from '../../i18n';
import { useSubmit } from '../../parts/Form';
import { serviceName } from '../../parts/words';

const subscribers = ['notification', 'audit', 'analytics'];

function Event({ service, event }: { service: string; event: ParkedEvent }) {
  const { submit, isBusy, problem } = useSubmit(async () => {
    await send('POST', `/api/v1/status/services/${service}/parked-events/${event.id}/replay`, { key: randomKey() });
    changed(['parked']);
  });
  return (
    <li className="card pair">
      <span>
        <strong>{named('event', event.kind)}</strong> {serviceName(event.stream)} → {serviceName(service)}
        <span className="soft small-text below">{timeText(event.parked_at)} · {event.reason}</span>
        {problem && <span className="fault" role="alert">{problem}</span>}
      </span>
      <button type="button" className="quiet small" aria-disabled={isBusy} onClick={() => void submit()}>{t('parked.replay')}</button>
    </li>
  );
}

/** Events that a service could not take in. Shown to administrators, whom alone the server answers. */
export function Parked({ services }: { services: string[] }) {
  const asking = subscribers.filter((name) => services.includes(name));
  const asked = useQueries({ queries: asking.map(parkedQuery) });
  if (!asked.some(({ data }) => data !== undefined)) return null;
  const events = asked.flatMap(({ data }, at) => (data ?? []).map((event) => ({ event, service: asking[at]! })));
  return (
    <section className="panel" aria-labelledby="parked">
      <header className="panel-head"><h2 id="parked">{t('parked.title')}</h2></header>
      {events.length === 0 && <p className="soft">{t('parked.none')}</p>}
      <ul className="plain-list">
        {events.map(({ event, service }) => <Event key={`${service} ${event.id}`} service={service} event={event} />)}
      </ul>
    </section>
  );
}
