import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { changed } from '../../api/changes';
import { randomKey, send } from '../../api/client';
import { inboxQuery } from '../../api/queries';
import type { Notification } from '../../api/types';
import { timeText } from '../../format/dates';
import { t } from '../../i18n';
import { useSubmit } from '../../parts/Form';
import { Panel } from '../../parts/Panel';

const places: Record<string, string> = { score: '/score', sessions: '/settings', imports: '/import', transactions: '/transactions' };
/** The server names what a message is about; "imports/7" is about an import. */
const placeOf = (link = '') => places[link.split('/')[0] ?? ''];

function Item({ item }: { item: Notification }) {
  const place = placeOf(item.link);
  const { submit, isBusy } = useSubmit(async () => {
    await send('POST', `/api/v1/notifications/${item.id}/read`, { key: randomKey() });
    changed(['inbox']);
  });
  return (
    <li className={`card ${item.read_at ? '' : 'is-new'}`}>
      <strong>{item.is_security && <span aria-hidden="true">🔒 </span>}{item.title}</strong>{' '}
      <span className="soft small-text">{timeText(item.at)}</span>
      <p>{item.text}</p>
      <p className="actions">
        {place && <Link href={place}>{t('inbox.look')}</Link>}
        {!item.read_at && (
          <button type="button" className="quiet small" aria-disabled={isBusy} onClick={() => void submit()}
            aria-label={t('inbox.mark_named', { title: item.title })}>
            {t('inbox.mark')}
          </button>
        )}
      </p>
    </li>
  );
}

export function Inbox() {
  const asked = useQuery(inboxQuery);
  const { submit, problem } = useSubmit(async () => {
    await send('POST', '/api/v1/notifications/read', { key: randomKey() });
    changed(['inbox']);
  });
  return (
    <Panel title={t('inbox.messages')} service="notification" asked={asked}
      aside={<button type="button" className="quiet small" onClick={() => void submit()}>{t('inbox.mark_all')}</button>}>
      {({ items }) => (
        <>
          {problem && <p className="fault">{problem}</p>}
          {items.length === 0 && <p className="soft">{t('inbox.empty')}</p>}
          <ul className="plain-list" aria-live="polite">{items.map((item) => <Item key={item.id} item={item} />)}</ul>
        </>
      )}
    </Panel>
  );
}
