import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { randomKey } from '../../api/client';
import { offersQuery } from '../../api/queries';
import { signIn, signInToDemo, signUp } from '../../api/sign_in';
import { t } from '../../i18n';
import { CheckField, TextField } from '../../parts/Field';
import { FormActions, useSubmit } from '../../parts/Form';
import { LanguageChoice } from '../settings/LanguageChoice';

interface DoorProps {
  isNew: boolean;
  turn: () => void;
}

function Door({ isNew, turn }: DoorProps) {
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [lasts, setLasts] = useState(true);
  const key = useRef(randomKey());
  const [, go] = useLocation();
  const { problem, faults, isBusy, submit } = useSubmit(async () => {
    const given = { email, password, lasts };
    if (!isNew) return signIn(given);
    await signUp(given, key.current);
    go('/welcome');
  });
  const change = (set: (text: string) => void) => (text: string) => {
    key.current = randomKey();
    set(text);
  };
  return (
    <form className="panel" onSubmit={(event) => void submit(event)}>
      <h1>{t(isNew ? 'entry.create' : 'entry.sign_in')}</h1>
      <TextField label={t('field.email')} type="email" value={email} change={change(setEmail)} autoComplete="username"
        autoCapitalize="none" spellCheck={false} required fault={faults.email} />
      <TextField label={t('field.password')} type="password" value={password} change={change(setPassword)} required
        minLength={isNew ? 8 : undefined} autoComplete={isNew ? 'new-password' : 'current-password'}
        hint={isNew ? t('entry.password_hint') : undefined} fault={faults.password} />
      <CheckField label={t('entry.stay')} isOn={lasts} change={setLasts} />
      <FormActions label={t(isNew ? 'action.create_account' : 'action.sign_in')} isBusy={isBusy} problem={problem}>
        <button type="button" className="quiet" onClick={turn}>{t(isNew ? 'entry.have_account' : 'entry.new_here')}</button>
      </FormActions>
    </form>
  );
}

/** Where the node shows a demo household to anybody. */
function DemoDoor() {
  const hasDemo = useQuery(offersQuery).data?.demo;
  const { problem, isBusy, submit } = useSubmit(signInToDemo);
  if (!hasDemo) return null;
  return (
    <form className="panel" onSubmit={(event) => void submit(event)}>
      <p>{t('entry.demo')}</p>
      <FormActions label={t('entry.look_around')} isBusy={isBusy} problem={problem} />
    </form>
  );
}

function Introduction() {
  return (
    <section className="promise">
      <p className="brand"><img src="/icon.svg" alt="" width="40" height="40" />SmartFin</p>
      <p className="lead">{t('entry.lead')}</p>
      <ul>
        <li>{t('entry.point_score')}</li>
        <li>{t('entry.point_import')}</li>
        <li>{t('entry.point_yours')}</li>
      </ul>
    </section>
  );
}

/** Signing in and making an account: the address says which. */
export function Entry() {
  const [here, go] = useLocation();
  const isNew = here === '/create-account';
  useEffect(() => {
    document.title = `${t(isNew ? 'entry.create' : 'entry.sign_in')} – SmartFin`;
  }, [isNew]);
  return (
    <div className="entry">
      <Introduction />
      <main id="main">
        <Door key={here} isNew={isNew} turn={() => go(isNew ? '/' : '/create-account')} />
        <DemoDoor />
        <LanguageChoice />
        <p className="soft small-text">{t('entry.nothing_third_party')}</p>
      </main>
    </div>
  );
}
