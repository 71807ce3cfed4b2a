import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { changed, useWrite } from '../../api/changes';
import { Problem } from '../../api/problem';
import { accountsQuery } from '../../api/queries';
import type { Account, AccountChange } from '../../api/types';
import { t } from '../../i18n';
import { Dialog, Question } from '../../parts/Dialog';
import { CheckField, TextField } from '../../parts/Field';
import { FormActions, useSubmit } from '../../parts/Form';
import { Panel } from '../../parts/Panel';
import { say } from '../../parts/Toasts';
import { Versions } from '../../parts/Versions';
import { AccountForm } from './AccountForm';
import { AccountList } from './AccountList';

function Edit({ account, accounts, close }: { account: Account; accounts: Account[]; close: () => void }) {
  const [name, setName] = useState(account.name);
  const [closed, setClosed] = useState(account.closed);
  const [based, setBased] = useState(account.version);
  const [isStale, setStale] = useState(false);
  const [isAsking, setAsking] = useState(false);
  const now = accounts.find(({ id }) => id === account.id) ?? account;
  const write = useWrite();
  const path = `/api/v1/accounts/${account.id}`;
  const save = useSubmit(async () => {
    const body: AccountChange = { name, closed };
    try {
      const version = isStale ? now.version : based;
      const { sent } = await write.mutateAsync({ method: 'PATCH', path, body, version, title: account.name });
      say(t(sent ? 'said.saved' : 'said.waits'));
      close();
    } catch (reason) {
      if (!(reason instanceof Problem) || !reason.isStale) throw reason;
      setStale(true);
      setBased(now.version);
      changed(['accounts']);
    }
  });
  const erase = useSubmit(async () => {
    await write.mutateAsync({ method: 'DELETE', path, version: now.version, title: account.name });
    close();
  });
  return (
    <form onSubmit={(event) => void save.submit(event)}>
      <TextField label={t('field.name')} value={name} change={setName} required maxLength={100} fault={save.faults.name} />
      <CheckField label={t('accounts.close')} isOn={closed} change={setClosed} />
      {isStale && <><p className="caveat">{t('conflict.lead')}</p><Versions mine={{ name, closed }} theirs={{ ...now }} /></>}
      <FormActions label={t(isStale ? 'conflict.keep_mine' : 'action.save')} isBusy={save.isBusy} problem={save.problem ?? erase.problem}>
        <button type="button" className="quiet" onClick={() => setAsking(true)}>{t('action.delete')}</button>
      </FormActions>
      <Question title={t('action.delete')} text={t('accounts.delete_question', { name: account.name })} yes={t('action.delete')}
        isOpen={isAsking} close={() => setAsking(false)} agree={() => void erase.submit()} />
    </form>
  );
}

export function Accounts() {
  const accounts = useQuery(accountsQuery);
  const [edited, setEdited] = useState<Account | null>(null);
  const [isOpening, setOpening] = useState(false);
  return (
    <>
      <Panel title={t('accounts.yours')} service="finance" asked={accounts}
        aside={<button type="button" className="small" onClick={() => setOpening(true)}>{t('accounts.open')}</button>}>
        {(data) => <AccountList accounts={data} edit={setEdited} />}
      </Panel>
      <Dialog title={t('accounts.open')} isOpen={isOpening} close={() => setOpening(false)}>
        <AccountForm done={() => setOpening(false)} />
      </Dialog>
      <Dialog title={edited?.name ?? ''} isOpen={edited !== null} close={() => setEdited(null)}>
        {edited && <Edit account={edited} accounts={accounts.data ?? []} close={() => setEdited(null)} />}
      </Dialog>
    </>
  );
}
