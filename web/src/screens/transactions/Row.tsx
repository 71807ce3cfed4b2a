import { memo } from 'react';
import type { Transaction } from '../../api/types';
import { shortDayText } from '../../format/dates';
import { moneyText } from '../../format/money';
import { t } from '../../i18n';
import { Amount } from '../../parts/Amount';

interface RowProps {
  item: Transaction;
  account: string;
  isChosen: boolean;
  isHere: boolean;
  isWaiting: boolean;
  choose: (item: Transaction) => void;
  edit: (item: Transaction) => void;
}

export const Row = memo(function Row({ item, account, isChosen, isHere, isWaiting, choose, edit }: RowProps) {
  const what = item.transfer_account_id ? t('money.transfer') : (item.category ?? t('filter.uncategorised'));
  const said = `${item.payee}, ${moneyText(item.amount)}, ${item.date}`;
  return (
    <div className="entry-row" data-chosen={isChosen || undefined}>
      <input type="checkbox" checked={isChosen} onChange={() => choose(item)} aria-label={t('transactions.choose', { said })} tabIndex={isHere ? 0 : -1} />
      <button type="button" className="entry-body" onClick={() => edit(item)} tabIndex={isHere ? 0 : -1}>
        <time dateTime={item.date}>{shortDayText(item.date)}</time>
        <span className="entry-payee"><bdi>{item.payee || t('transactions.no_payee')}</bdi>{isWaiting && <span className="badge">{t('transactions.waits')}</span>}</span>
        <span className="entry-what">{what} · {account}{item.note && ` · ${item.note}`}</span>
        <Amount of={item.amount} isSigned />
      </button>
    </div>
  );
});
