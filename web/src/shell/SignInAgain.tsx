import { useEffect, useState } from 'react';
import { onSessionEnd } from '../api/client';
import { Observed, useObserved } from '../api/observed';
import { Problem } from '../api/problem';
import { session } from '../api/session';
import { leave, signIn } from '../api/sign_in';
import { t } from '../i18n';
import { Dialog } from '../parts/Dialog';
import { TextField } from '../parts/Field';
import { FormActions, useSubmit } from '../parts/Form';

interface Asking {
  resolve: () => void;
  reject: (reason: Problem) => void;
}

const asking = new Observed<Asking | null>(null);

onSessionEnd(() => {
  if (!session.get()) return Promise.reject(new Problem(401));
  return new Promise((resolve, reject) => asking.set({ resolve, reject }));
});

function Again({ resolve, reject }: Asking) {
  const email = session.get()?.user.email ?? '';
  const [password, setPassword] = useState('');
  const { problem, isBusy, submit } = useSubmit(async () => {
    await signIn({ email, password, lasts: true });
    asking.set(null);
    resolve();
  });
  const giveUp = async () => {
    asking.set(null);
    reject(new Problem(401));
    await leave();
  };
  return (
    <form onSubmit={(event) => void submit(event)}>
      <p>{t('session.ended')}</p>
      <TextField label={t('field.email')} value={email} change={() => {}} readOnly autoComplete="username" />
      <TextField
        label={t('field.password')}
        type="password"
        value={password}
        change={setPassword}
        autoComplete="current-password"
        autoFocus
        required
      />
      <FormActions label={t('action.sign_in')} isBusy={isBusy} problem={problem}>
        <button type="button" className="quiet" onClick={() => void giveUp()}>{t('session.sign_out_instead')}</button>
      </FormActions>
    </form>
  );
}

/** Asks for the password over whatever is on the screen; what was typed stays there. */
export function SignInAgain() {
  const now = useObserved(asking);
  const isSigned = useObserved(session) !== null;
  useEffect(() => {
    if (isSigned) return;
    asking.get()?.reject(new Problem(401));
    asking.set(null);
  }, [isSigned]);
  return (
    <Dialog title={t('session.again')} isOpen={now !== null} close={() => {}} isRequired>
      {now && <Again {...now} />}
    </Dialog>
  );
}
