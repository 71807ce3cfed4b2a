import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { changed } from '../../api/changes';
import { randomKey, send } from '../../api/client';
import { useObserved } from '../../api/observed';
import { sessionsQuery } from '../../api/queries';
import { signOut } from '../../api/sign_in';
import type { Session } from '../../api/types';
import { timeText } from '../../format/dates';
import { bytesText } from '../../format/numbers';
import { named, t } from '../../i18n';
import { CheckField, type Choice, SelectField, TextField } from '../../parts/Field';
import { FormActions, useSubmit } from '../../parts/Form';
import { Panel } from '../../parts/Panel';
import { say } from '../../parts/Toasts';
import { changeSettings, settings, type Theme } from '../../shell/settings';
import { download, hand } from './exporting';
import { LanguageChoice } from './LanguageChoice';

function Looks() {
  const { theme, isPrivate } = useObserved(settings);
  const themes = ['auto', 'light', 'dark'].map((each): Choice => [each, named('theme', each)]);
  return (
    <section className="panel" aria-labelledby="looks">
      <header className="panel-head"><h2 id="looks">{t('settings.looks')}</h2></header>
      <div className="fields">
        <SelectField label={t('settings.theme')} value={theme} choices={themes} change={(value) => changeSettings({ theme: value as Theme })} />
        <LanguageChoice />
      </div>
      <CheckField label={t('settings.private')} isOn={isPrivate} change={(isOn) => changeSettings({ isPrivate: isOn })} />
    </section>
  );
}

function SessionRow({ item }: { item: Session }) {
  const { submit, isBusy, problem } = useSubmit(async () => {
    await send('DELETE', `/api/v1/auth/sessions/${item.id}`);
    changed(['sessions']);
  });
  return (
    <li className="card pair">
      <span>
        {item.user_agent}{item.current && <strong> · {t('sessions.this')}</strong>}
        <span className="soft small-text below">{t('sessions.used', { time: timeText(item.last_used_at) })}</span>
        {problem && <span className="fault" role="alert">{problem}</span>}
      </span>
      {!item.current && <button type="button" className="quiet small" aria-disabled={isBusy} onClick={() => void submit()}>{t('sessions.end')}</button>}
    </li>
  );
}

function PasswordForm() {
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const { problem, faults, isBusy, submit } = useSubmit(async () => {
    await send('POST', '/api/v1/auth/password', { body: { current_password: current, new_password: next }, key: randomKey() });
    setCurrent('');
    setNext('');
    say(t('said.password_changed'));
  });
  return (
    <form className="panel" onSubmit={(event) => void submit(event)}>
      <h2>{t('settings.password')}</h2>
      <div className="fields">
        <TextField label={t('field.current_password')} type="password" autoComplete="current-password" required value={current} change={setCurrent} fault={faults.current_password} />
        <TextField label={t('field.new_password')} type="password" autoComplete="new-password" required minLength={8} hint={t('entry.password_hint')} value={next} change={setNext} fault={faults.new_password} />
      </div>
      <FormActions label={t('settings.change_password')} isBusy={isBusy} problem={problem} />
    </form>
  );
}

const formats = ['csv', 'json'] as const;

function Export() {
  const [bytes, setBytes] = useState<number | null>(null);
  const [format, setFormat] = useState<string>('csv');
  const { problem, isBusy, submit } = useSubmit(async () => {
    setBytes(0);
    try {
      hand(await download('/api/v1/exports/transactions', { format }, setBytes), `smartfin-transactions.${format}`);
    } finally {
      setBytes(null);
    }
  });
  return (
    <form className="panel" onSubmit={(event) => void submit(event)}>
      <h2>{t('export.title')}</h2>
      <p className="soft">{t('export.lead')}</p>
      <SelectField label={t('export.format')} value={format} change={setFormat} choices={formats.map((each): Choice => [each, each.toUpperCase()])} />
      {bytes !== null && <p role="status"><progress aria-label={t('export.title')} /> {bytesText(bytes)}</p>}
      <FormActions label={t('export.start')} isBusy={isBusy} problem={problem} />
    </form>
  );
}

export function SettingsScreen() {
  return (
    <>
      <Looks />
      <Panel title={t('sessions.title')} service="auth" asked={useQuery(sessionsQuery)}
        aside={<button type="button" className="quiet small" onClick={() => void signOut(true)}>{t('sessions.end_all')}</button>}>
        {(items) => <ul className="plain-list">{items.map((item) => <SessionRow key={item.id} item={item} />)}</ul>}
      </Panel>
      <PasswordForm />
      <Export />
    </>
  );
}
