import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { Problem } from '../../api/problem';
import { profileQuery } from '../../api/queries';
import { named, t } from '../../i18n';

const needed = ['birth_date', 'household_size', 'housing', 'gross_income'] as const;

export const isNotReady = (reason: unknown) => reason instanceof Problem && reason.isOf('score-not-ready');

/** Too little known is an answer too: which facts are missing. */
export function NoScore() {
  const { data } = useQuery(profileQuery);
  const missing = needed.filter((fact) => data?.[fact] === undefined || data[fact] === null);
  if (data && missing.length === 0)
    return <p>{t('score.needs_money')} <Link className="button" href="/import">{t('screen.import')}</Link></p>;
  return (
    <>
      <p>{t('score.needs_facts')}</p>
      <ul>{missing.map((fact) => <li key={fact}>{named('field', fact)}</li>)}</ul>
      <p><Link className="button" href="/welcome">{t('score.give_facts')}</Link></p>
    </>
  );
}

export const refusedScore = (reason: Error) => (isNotReady(reason) ? <NoScore /> : undefined);
