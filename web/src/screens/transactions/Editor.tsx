import { type KeyboardEvent, useRef, useState } from 'react';
import { useWrite } from '../../api/changes';
import { read } from '../../api/client';
import { Problem } from '../../api/problem';
import type { Account, Category, Transaction } from '../../api/types';
import { moneyText } from '../../format/money';
import { t } from '../../i18n';
import { Question } from '../../parts/Dialog';
import { FormActions, useSubmit } from '../../parts/Form';
import { say } from '../../parts/Toasts';
import { Versions } from '../../parts/Versions';
import { documentOf, draftOf, emptyDraft, TransactionFields } from './TransactionForm';

interface EditorProps {
  /** Absent for a new one. */
  item?: Transaction;
  accounts: Account[];
  categories: Category[];
  close: () => void;
}

/** What of the document differs from the transaction that it began with. */
function differing(item: Transaction, document: object) {
  const before = item as unknown as Record<string, unknown>;
  return Object.fromEntries(Object.entries(document).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name] ?? null)));
}

function fieldText(accounts: Account[], categories: Category[]) {
  const nameOf = (items: { id: number; name: string }[], id: unknown) => items.find((each) => each.id === id)?.name ?? '–';
  return (field: string, value: unknown) => {
    if (field === 'category_id') return nameOf(categories, value);
    if (field.endsWith('account_id')) return nameOf(accounts, value);
    if (field === 'amount' && value) return moneyText(value as Transaction['amount']);
    return value ? String(value) : '–';
  };
}

/** One transaction in place. When it was changed elsewhere meanwhile, both versions are shown. */
export function Editor({ item, accounts, categories, close }: EditorProps) {
  const [draft, setDraft] = useState(() => (item ? draftOf(item) : emptyDraft(String(accounts[0]?.id ?? ''))));
  const [theirs, setTheirs] = useState<Transaction>();
  const [isAsking, setAsking] = useState(false);
  const begun = useRef(item);
  const write = useWrite();
  const base = begun.current;
  const path = base ? `/api/v1/transactions/${base.id}` : '/api/v1/transactions';
  const document = documentOf(draft, accounts, !base || base.amount.amount.startsWith('-'));
  const mine = base && document ? differing(base, document) : (document ?? {});
  const title = `${draft.payee} ${document ? moneyText(document.amount) : ''}`;

  const tell = ({ sent }: { sent: boolean }) => {
    say(t(sent ? 'said.saved' : 'said.waits'));
    close();
  };
  const facingConflict = async (act: () => Promise<void>) => {
    try {
      await act();
    } catch (reason) {
      if (!(reason instanceof Problem) || !reason.isStale) throw reason;
      setTheirs(await read('/api/v1/transactions/{id}', { at: { id: base!.id } }));
    }
  };
  const save = useSubmit(() => facingConflict(async () => {
    if (!document) return;
    if (base && Object.keys(mine).length === 0) return close();
    if (base) tell(await write.mutateAsync({ method: 'PATCH', path, body: mine, version: (theirs ?? base).version, title }));
    else tell(await write.mutateAsync({ method: 'POST', path, body: document, title }));
  }));
  const erase = useSubmit(() => facingConflict(async () => {
    tell(await write.mutateAsync({ method: 'DELETE', path, version: (theirs ?? base!).version, title }));
  }));
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || isAsking) return;
    event.stopPropagation();
    close();
  };

  return (
    <form className="editor" onSubmit={(event) => void save.submit(event)} onKeyDown={onKeyDown} aria-label={t(item ? 'transactions.change' : 'transactions.add')}>
      <TransactionFields draft={draft} change={setDraft} accounts={accounts} categories={categories} faults={save.faults} />
      {theirs && (
        <div role="alert">
          <p className="caveat">{t('conflict.lead')}</p>
          <Versions mine={mine} theirs={{ ...theirs }} name={fieldText(accounts, categories)} />
        </div>
      )}
      <FormActions label={t(theirs ? 'conflict.keep_mine' : 'action.save')} isBusy={save.isBusy} problem={save.problem ?? erase.problem}>
        <button type="button" className="quiet" onClick={close}>{t(theirs ? 'conflict.keep_theirs' : 'action.cancel')}</button>
        {base && <button type="button" className="quiet" onClick={() => setAsking(true)}>{t('action.delete')}</button>}
      </FormActions>
      <Question title={t('action.delete')} text={t('transactions.delete_question', { title })} yes={t('action.delete')}
        isOpen={isAsking} close={() => setAsking(false)} agree={() => void erase.submit()} />
    </form>
  );
}
