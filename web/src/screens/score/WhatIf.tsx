import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useDeferredValue, useEffect, useId, useState } from 'react';
import { send } from '../../api/client';
import { accountsQuery, profileQuery } from '../../api/queries';
import type { Account, Profile, ScoreChanges, WhatIf as Answer } from '../../api/types';
import { likelyCurrency, moneyText, sizeOf } from '../../format/money';
import { changeText, countText, signedPointText } from '../../format/numbers';
import { type MessageKey, t } from '../../i18n';
import { Bar } from '../../parts/Bar';
import { sentence } from '../../parts/words';
import { groupTitle } from './score_words';

type Lever = 'monthly_income' | 'liquid_balance' | 'card_balance' | 'monthly_debt_payments' | 'monthly_rent' | 'monthly_saving';
type Amounts = Partial<Record<Lever, number>>;

interface Scale {
  lever: Lever;
  title: MessageKey;
  /** What is so today, if it is known. */
  now?: number;
  most: number;
  step: number;
}

const liquid = ['checking', 'savings', 'cash'];

const total = (accounts: Account[], types: string[]) =>
  accounts.filter(({ type }) => types.includes(type)).reduce((sum, { balance }) => sum + sizeOf(balance), 0);

function monthlyIncome({ gross_income: income, income_period: period }: Partial<Profile>) {
  if (!income) return undefined;
  return Math.round(sizeOf(income) / (period === 'year' ? 12 : 1));
}

/** Steps of a hundredth of the range, rounded to 1, 2 or 5 times a power of ten. */
function roundStep(most: number) {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, most / 100)));
  return [1, 2, 5, 10].map((times) => times * power).find((step) => step >= most / 100) ?? power;
}

function scalesOf(accounts: Account[], profile: Partial<Profile>): Scale[] {
  const income = monthlyIncome(profile);
  const open = accounts.filter(({ closed }) => !closed);
  const held = Math.max(0, Math.round(total(open, liquid)));
  const owed = Math.max(0, Math.round(-total(open, ['card'])));
  const around = (now: number | undefined, least: number) => Math.max((now ?? 0) * 2, least);
  const unit = income ?? 4000;
  const scales: Omit<Scale, 'step'>[] = [
    { lever: 'monthly_saving', title: 'lever.monthly_saving', most: unit },
    { lever: 'liquid_balance', title: 'lever.liquid_balance', now: held, most: around(held, unit * 6) },
    { lever: 'card_balance', title: 'lever.card_balance', now: owed, most: around(owed, unit) },
    { lever: 'monthly_income', title: 'lever.monthly_income', now: income, most: around(income, 8000) },
    { lever: 'monthly_rent', title: 'lever.monthly_rent', most: unit },
    { lever: 'monthly_debt_payments', title: 'lever.monthly_debt_payments', most: unit },
  ];
  return scales.map((scale) => ({ ...scale, step: roundStep(scale.most) }));
}

const changesOf = (amounts: Amounts, currency: string): ScoreChanges =>
  Object.fromEntries(Object.entries(amounts).map(([lever, amount]) => [lever, { amount: String(amount), currency }]));

const pauseMs = 80;

/** The value once it has rested for a moment. */
function useRested<Value>(value: Value): Value {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), pauseMs);
    return () => clearTimeout(timer);
  }, [value]);
  return rested;
}

function Slider({ scale, value, currency, change }: {
  scale: Scale;
  value: number | undefined;
  currency: string;
  change: (value: number) => void;
}) {
  const id = useId();
  const { title, now, most, step } = scale;
  const at = value ?? now;
  const text = at === undefined ? t('lever.as_now') : moneyText({ amount: String(at), currency });
  return (
    <div className="slider">
      <label htmlFor={id}>{t(title)}</label>
      <output htmlFor={id} className="amount">{text}</output>
      <input id={id} type="range" min={0} max={most} step={step} value={at ?? 0} aria-valuetext={text}
        onChange={(event) => change(Number(event.target.value))} />
    </div>
  );
}

function Reply({ answer: { before, after, factors } }: { answer: Answer }) {
  const moved = factors.filter(({ points }) => Math.abs(points) >= 0.05);
  return (
    <>
      <p className="score-number">
        {countText(after.score)}
        <span className={after.score < before.score ? 'negative' : 'positive'}> {changeText(after.score - before.score)}</span>
      </p>
      <ul className="plain-list">
        {moved.map(({ group, points }) => (
          <li key={group} className="step">
            <span className="step-title">{groupTitle(group)}</span>
            <Bar from={50} to={50 + points * 2} kind={points < 0 ? 'minus' : 'plus'} ticks={[50]} />
            <span className="step-points">{signedPointText(points)}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

/** Levers that answer while they are moved. */
export function WhatIf() {
  const accounts = useQuery(accountsQuery).data ?? [];
  const profile: Partial<Profile> = useQuery(profileQuery).data ?? {};
  const [amounts, setAmounts] = useState<Amounts>({});
  const currency = profile.gross_income?.currency ?? accounts[0]?.currency ?? likelyCurrency();
  const asked = useDeferredValue(useRested(amounts));
  const { data, error } = useQuery({
    queryKey: ['what-if', asked, currency],
    queryFn: async ({ signal }) =>
      (await send<Answer>('POST', '/api/v1/score/what-if', { body: { changes: changesOf(asked, currency) }, signal })).body,
    meta: { service: 'prediction' },
    placeholderData: keepPreviousData,
    gcTime: 0,
  });
  return (
    <div className="what-if">
      <div>
        {scalesOf(accounts, profile).map((scale) => (
          <Slider key={scale.lever} scale={scale} value={amounts[scale.lever]} currency={currency}
            change={(value) => setAmounts({ ...amounts, [scale.lever]: value })} />
        ))}
        <button type="button" className="quiet small" onClick={() => setAmounts({})}>{t('lever.reset')}</button>
      </div>
      <div className="answer" aria-live="polite">
        <h3>{t('lever.answer')}</h3>
        {error && <p className="fault">{sentence(error)}</p>}
        {data && <Reply answer={data} />}
        <p className="soft small-text">{t('lever.no_promise')}</p>
      </div>
    </div>
  );
}
