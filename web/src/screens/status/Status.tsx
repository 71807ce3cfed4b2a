import { useQuery } from '@tanstack/react-query';
import { useObserved } from '../../api/observed';
import { randomKey, send } from '../../api/client';
import { offersQuery, statusQuery } from '../../api/queries';
import { session } from '../../api/session';
import type { NodeStatus, ServiceStatus } from '../../api/types';
import { agoText } from '../../format/dates';
import { countText } from '../../format/numbers';
import { named, t } from '../../i18n';
import { useSubmit } from '../../parts/Form';
import { Panel } from '../../parts/Panel';
import { serviceName } from '../../parts/words';
import { Parked } from './Parked';

function StopButton({ service }: { service: string }) {
  const { submit, problem } = useSubmit(() => send('POST', `/api/v1/status/services/${service}/fail`, { key: randomKey() }));
  return (
    <>
      <button type="button" className="quiet small" onClick={() => void submit()} aria-label={t('status.stop_named', { service: serviceName(service) })}>
        {t('status.stop')}
      </button>
      {problem && <span className="fault" role="alert">{problem}</span>}
    </>
  );
}

function Service({ service, canStop }: { service: ServiceStatus; canStop: boolean }) {
  const { name, state, since, restarts, queue } = service;
  return (
    <li className="card pair">
      <span>
        <span className={`state state-${state}`}>{named('state', state)}</span> <strong>{serviceName(name)}</strong>
        <span className="soft small-text below">
          {t('status.since', { time: agoText(Date.now() - Date.parse(since)) })} · {t('status.restarts', { count: restarts })} · {t('status.waiting', { count: queue })}
        </span>
      </span>
      {canStop && name !== 'gateway' && <StopButton service={name} />}
    </li>
  );
}

/** The auditor's count of every event: none lost, none left. */
function Events({ streams }: { streams: NodeStatus['streams'] }) {
  return (
    <div className="scroll" tabIndex={0} role="group" aria-label={t('status.events')}>
      <table className="rows">
        <thead>
          <tr><th scope="col">{t('status.stream')}</th><th scope="col" className="number">{t('status.published')}</th>
            <th scope="col" className="number">{t('status.lost')}</th><th scope="col" className="number">{t('status.parked')}</th></tr>
        </thead>
        <tbody>
          {streams.map(({ stream, published, lost, subscribers }) => (
            <tr key={stream}>
              <th scope="row">{serviceName(stream)}</th>
              <td className="number">{countText(published)}</td>
              <td className="number">{countText(lost)}</td>
              <td className="number">{countText(subscribers.reduce((sum, { parked }) => sum + parked, 0))}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** How this node is, for everybody; what an administrator may mend, for administrators. */
export function Status() {
  const status = useQuery(statusQuery);
  const canStop = useQuery(offersQuery).data?.faults ?? false;
  const isSigned = useObserved(session) !== null;
  return (
    <>
      <p className="lead">{t('status.lead')}</p>
      <Panel title={t('status.services')} service="gateway" asked={status}>
        {({ node, services }) => (
          <>
            <p className="soft small-text">{t('status.node', { node })}</p>
            <ul className="plain-list" aria-live="polite">
              {services.map((service) => <Service key={service.name} service={service} canStop={canStop && isSigned} />)}
            </ul>
          </>
        )}
      </Panel>
      <Panel title={t('status.events')} service="gateway" asked={status}>
        {({ streams }) => <Events streams={streams} />}
      </Panel>
      {status.data && <Parked services={status.data.services.map(({ name }) => name)} />}
    </>
  );
}
