import { Link } from 'wouter';
import type { ImportView } from '../../api/types';
import { countText } from '../../format/numbers';
import { t } from '../../i18n';
import type { Progress } from './use_import';

export function ImportProgress({ progress }: { progress: Progress }) {
  const text = progress.rows === undefined ? t('import.sending') : t('import.reading', { count: progress.rows });
  return (
    <div role="status">
      <p>{text}</p>
      <progress aria-label={t('screen.import')} max={1} value={progress.sent < 1 ? progress.sent : undefined} />
    </div>
  );
}

function verdict({ state, rows_added: count, rows_rejected: rejected }: ImportView) {
  if (state === 'failed') return t('import.failed');
  if (count > 0) return t('import.added', { count });
  return t(rejected > 0 ? 'import.nothing_readable' : 'import.nothing_new');
}

function Rejected({ result: { rejected, rows_rejected: count } }: { result: ImportView }) {
  if (rejected.length === 0) return null;
  return (
    <>
      <h3>{t('import.rejected_title')}</h3>
      <table className="rows">
        <thead><tr><th scope="col">{t('import.line')}</th><th scope="col">{t('import.reason')}</th></tr></thead>
        <tbody>{rejected.map(({ line, reason }) => <tr key={line}><td>{countText(line)}</td><td>{reason}</td></tr>)}</tbody>
      </table>
      {count > rejected.length && <p className="soft">{t('import.more', { count: count - rejected.length })}</p>}
    </>
  );
}

/** What came of an import, row by row where something was refused. */
export function Result({ result }: { result: ImportView }) {
  return (
    <div className="import-result">
      <p role="status"><strong>{verdict(result)}</strong></p>
      <dl className="figures">
        <div><dt>{t('import.read')}</dt><dd>{countText(result.rows_read)}</dd></div>
        <div><dt>{t('import.new')}</dt><dd>{countText(result.rows_added)}</dd></div>
        <div><dt>{t('import.known')}</dt><dd>{countText(result.rows_duplicate)}</dd></div>
        <div><dt>{t('import.rejected')}</dt><dd>{countText(result.rows_rejected)}</dd></div>
      </dl>
      {result.dialect.length > 0 && (
        <p className="soft small-text">{t('import.read_with')} {result.dialect.map(({ what, value }) => `${what}: ${value}`).join(', ')}</p>
      )}
      <Rejected result={result} />
      <p><Link className="button quiet" href={`/transactions?account_id=${result.account_id}`}>{t('import.see')}</Link></p>
    </div>
  );
}
