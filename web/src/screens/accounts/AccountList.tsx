import { Link } from 'wouter';
import type { Account } from '../../api/types';
import { t } from '../../i18n';
import { Amount } from '../../parts/Amount';
import { typeTitle } from './account_types';

interface AccountListProps {
  accounts: Account[];
  edit?: (account: Account) => void;
}

export function AccountList({ accounts, edit }: AccountListProps) {
  if (accounts.length === 0) return <p className="soft">{t('accounts.none')}</p>;
  return (
    <ul className="plain-list">
      {accounts.map((account) => (
        <li key={account.id} className="pair card">
          <span>
            <Link href={`/transactions?account_id=${account.id}`}>{account.name}</Link>
            <span className="soft small-text below">{typeTitle(account.type)}{account.closed && `, ${t('accounts.closed')}`}</span>
          </span>
          <span className="pair-end">
            <Amount of={account.balance} />
            {edit && (
              <button type="button" className="quiet small" onClick={() => edit(account)}
                aria-label={t('accounts.change_named', { name: account.name })}>
                {t('action.change')}
              </button>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}
