import type { Money } from '../api/types';
import { moneyText } from '../format/money';
import { named, t } from '../i18n';

type Document = Record<string, unknown>;

const isMoney = (value: unknown): value is Money =>
  typeof value === 'object' && value !== null && 'amount' in value && 'currency' in value;

function shown(value: unknown): string {
  if (value === null || value === undefined || value === '') return '–';
  return isMoney(value) ? moneyText(value) : String(value);
}

/** Two versions of what somebody meant to change, side by side. */
export function Versions({ mine, theirs, name = (_field, value) => shown(value) }: {
  mine: Document;
  theirs: Document;
  name?: (field: string, value: unknown) => string;
}) {
  return (
    <table className="rows versions">
      <thead>
        <tr><th /><th scope="col">{t('conflict.mine')}</th><th scope="col">{t('conflict.theirs')}</th></tr>
      </thead>
      <tbody>
        {Object.entries(mine).map(([field, value]) => (
          <tr key={field}>
            <th scope="row">{named('field', field)}</th>
            <td>{name(field, value)}</td>
            <td>{name(field, theirs[field])}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
