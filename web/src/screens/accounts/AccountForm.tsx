import { useState } from 'react';
import { useWrite } from '../../api/changes';
import type { Account, NewAccount } from '../../api/types';
import { likelyCurrency, readAmount } from '../../format/money';
import { t } from '../../i18n';
import { SelectField, TextField } from '../../parts/Field';
import { FormActions, useSubmit } from '../../parts/Form';
import { say } from '../../parts/Toasts';
import { signedOpening, typeChoices } from './account_types';

export function AccountForm({ done }: { done: (account?: Account) => void }) {
  const [name, setName] = useState('');
  const [type, setType] = useState<string>('checking');
  const [currency, setCurrency] = useState(likelyCurrency());
  const [opening, setOpening] = useState('');
  const write = useWrite<Account>();
  const amount = opening ? readAmount(opening) : undefined;
  const { problem, faults, isBusy, submit } = useSubmit(async () => {
    if (amount === null) return;
    const unit = currency.toUpperCase();
    const body: NewAccount = {
      name,
      type: type as NewAccount['type'],
      currency: unit,
      ...(amount && { opening_balance: { amount: signedOpening(type, amount), currency: unit } }),
    };
    const title = t('accounts.open_named', { name });
    const delivery = await write.mutateAsync({ method: 'POST', path: '/api/v1/accounts', body, title });
    say(t(delivery.sent ? 'said.saved' : 'said.waits'));
    done(delivery.sent ? delivery.body : undefined);
  });
  return (
    <form onSubmit={(event) => void submit(event)}>
      <div className="fields">
        <TextField label={t('field.name')} value={name} change={setName} required maxLength={100} fault={faults.name} />
        <SelectField label={t('field.type')} value={type} change={setType} choices={typeChoices()} />
        <TextField label={t('field.currency')} value={currency} change={setCurrency} required pattern="[A-Za-z]{3}"
          maxLength={3} hint={t('field.currency_hint')} fault={faults.currency} />
        <TextField label={t('field.opening_balance')} value={opening} change={setOpening} inputMode="decimal"
          hint={t('accounts.debt_hint')} fault={amount === null ? t('field.amount_fault') : faults.opening_balance} />
      </div>
      <FormActions label={t('accounts.open')} isBusy={isBusy} problem={problem} />
    </form>
  );
}
