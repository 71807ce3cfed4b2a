import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { auditQuery } from '../../api/queries';
import type { AuditEntry } from '../../api/types';
import { timeText } from '../../format/dates';
import { named, t } from '../../i18n';
import { useSubmit } from '../../parts/Form';
import { Panel } from '../../parts/Panel';
import { inTurns } from '../transactions/in_turns';
import { type Verdict, verify } from './verify';

const atOnce = 4;

function Entry({ entry, verdict }: { entry: AuditEntry; verdict: Verdict | undefined }) {
  return (
    <li className="card pair">
      <span>
        {named('event', entry.kind)}
        <span className="soft small-text below">
          {timeText(entry.at)}{entry.address && ` · ${entry.address}`}{entry.user_agent && ` · ${entry.user_agent}`}
        </span>
      </span>
      {verdict && <span className={verdict === 'proven' ? 'positive' : 'negative'}>{named('verdict', verdict)}</span>}
    </li>
  );
}

/** What is recorded about somebody, and the proof, computed here, that the record was not changed. */
export function History() {
  const asked = useInfiniteQuery(auditQuery);
  const [verdicts, setVerdicts] = useState<Record<number, Verdict>>({});
  const entries = asked.data?.pages.flatMap((page) => page.items) ?? [];
  const { submit, isBusy, problem } = useSubmit(() =>
    inTurns(entries, atOnce, async (entry) => {
      const verdict = await verify(entry);
      setVerdicts((before) => ({ ...before, [entry.index]: verdict }));
    }));
  const checked = Object.values(verdicts);
  const proven = checked.filter((verdict) => verdict === 'proven').length;
  const canProve = typeof crypto.subtle === 'object';
  return (
    <>
      <p className="lead">{t('history.lead')}</p>
      <Panel title={t('history.recorded')} service="audit" asked={asked}
        aside={canProve && <button type="button" className="small" aria-disabled={isBusy} onClick={() => void submit()}>{t('history.verify')}</button>}>
        {() => (
          <>
            {!canProve && <p className="caveat">{t('history.needs_https')}</p>}
            <div role="status">
              {isBusy && <progress max={entries.length} value={checked.length} aria-label={t('history.verify')} />}
              {!isBusy && checked.length > 0 && <p><strong>{t('history.result', { count: checked.length, proven })}</strong></p>}
            </div>
            {problem && <p className="fault" role="alert">{problem}</p>}
            <ul className="plain-list">{entries.map((entry) => <Entry key={entry.index} entry={entry} verdict={verdicts[entry.index]} />)}</ul>
            {asked.hasNextPage && <button type="button" className="quiet" onClick={() => void asked.fetchNextPage()}>{t('action.more')}</button>}
          </>
        )}
      </Panel>
    </>
  );
}
