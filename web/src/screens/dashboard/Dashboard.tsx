import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { accountsQuery, cashFlowQuery, inboxQuery, netWorthQuery, scoreQuery, statusQuery } from '../../api/queries';
import type { Account, Score } from '../../api/types';
import { firstOf, monthBefore, monthText, thisMonth, timeText, today } from '../../format/dates';
import { moneyText, sizeOf, sums } from '../../format/money';
import { signedPointText } from '../../format/numbers';
import { t } from '../../i18n';
import { Amount } from '../../parts/Amount';
import { LazyChart } from '../../parts/LazyChart';
import { Panel } from '../../parts/Panel';
import { serviceName } from '../../parts/words';
import { AccountList } from '../accounts/AccountList';
import { groupTitle } from '../score/score_words';
import { refusedScore } from '../score/NoScore';
import { ScoreFigure } from '../score/ScoreFigure';

function Drivers({ score }: { score: Score }) {
  const strongest = [...score.factors].sort((a, b) => Math.abs(b.points) - Math.abs(a.points)).slice(0, 3);
  return (
    <ul className="plain-list">
      {strongest.map(({ group, points }) => (
        <li key={group} className="pair">
          <span>{groupTitle(group)}</span>
          <span className={points < 0 ? 'negative' : 'positive'}>{t('score.points', { points: signedPointText(points) })}</span>
        </li>
      ))}
    </ul>
  );
}

function ScoreCard() {
  return (
    <Panel title={t('score.title')} service="prediction" asked={useQuery(scoreQuery)} refused={refusedScore}
      aside={<Link href="/score">{t('score.why')}</Link>}>
      {(score) => <><ScoreFigure score={score} /><Drivers score={score} /></>}
    </Panel>
  );
}

const monthsShown = 12;

function NetWorthCard() {
  const from = firstOf(monthBefore(thisMonth(), monthsShown - 1));
  return (
    <Panel title={t('dashboard.net_worth')} service="analytics" asked={useQuery(netWorthQuery(from, today()))}>
      {({ currencies }) => (currencies.length === 0 ? <p className="soft">{t('dashboard.no_money')}</p> : currencies.map(({ currency, items }) => (
        <div key={currency}>
          <p className="figure"><Amount of={items.at(-1)!.net_worth} /></p>
          <LazyChart
            label={t('dashboard.net_worth_chart', { currency })}
            days={items.map(({ date }) => date)}
            lines={[{ title: t('dashboard.net_worth'), values: items.map(({ net_worth: worth }) => sizeOf(worth)) }]}
            text={(value) => moneyText({ amount: String(value), currency }, 'short')}
            height={150}
          />
        </div>
      )))}
    </Panel>
  );
}

function MonthCard() {
  const month = thisMonth();
  const before = monthBefore(month);
  const asked = useQuery(cashFlowQuery(firstOf(before), today()));
  return (
    <Panel title={monthText(month)} service="analytics" asked={asked}
      aside={<Link href={`/spending?month=${month}`}>{t('screen.spending')}</Link>}>
      {({ currencies }) => (currencies.length === 0 ? <p className="soft">{t('dashboard.no_money')}</p> : currencies.map(({ currency, items }) => {
        const now = items.at(-1)!;
        const last = items.at(-2);
        return (
          <dl key={currency} className="figures">
            <div><dt>{t('money.in')}</dt><dd><Amount of={now.income} /></dd></div>
            <div><dt>{t('money.out')}</dt><dd><Amount of={now.expense} /></dd></div>
            <div><dt>{t('money.left')}</dt><dd><Amount of={now.net} isSigned /></dd></div>
            {last && <div><dt>{t('dashboard.left_last_month')}</dt><dd><Amount of={last.net} isSigned /></dd></div>}
          </dl>
        );
      }))}
    </Panel>
  );
}

const changesShown = 4;

function ChangesCard() {
  return (
    <Panel title={t('dashboard.changes')} service="notification" asked={useQuery(inboxQuery)}
      aside={<Link href="/inbox">{t('screen.inbox')}</Link>}>
      {({ items }) => (items.length === 0 ? <p className="soft">{t('inbox.empty')}</p> : (
        <ul className="plain-list">
          {items.slice(0, changesShown).map((item) => (
            <li key={item.id} className="card">
              <strong>{item.title}</strong> <span className="soft small-text">{timeText(item.at)}</span>
              <p className="soft">{item.text}</p>
            </li>
          ))}
        </ul>
      ))}
    </Panel>
  );
}

function Totals({ accounts }: { accounts: Account[] }) {
  const open = accounts.filter(({ closed }) => !closed);
  return (
    <>
      <AccountList accounts={open} />
      {sums(open.map(({ balance }) => balance)).map((sum) => (
        <p key={sum.currency} className="pair total"><span>{t('accounts.total')}</span><Amount of={sum} /></p>
      ))}
    </>
  );
}

function StatusLine() {
  const { data } = useQuery({ ...statusQuery, select: ({ services }) => services.filter(({ state }) => state !== 'up').map(({ name }) => name) });
  if (!data) return null;
  const text = data.length === 0 ? t('status.all_up') : t('status.some_away', { services: data.map(serviceName).join(', ') });
  return <p className={`status-line ${data.length ? 'is-away' : ''}`}><Link href="/status">{text}</Link></p>;
}

export function Dashboard() {
  const accounts = useQuery(accountsQuery);
  return (
    <>
      <StatusLine />
      <div className="panels">
        <ScoreCard />
        <MonthCard />
        <NetWorthCard />
        <Panel title={t('screen.accounts')} service="finance" asked={accounts} aside={<Link href="/accounts">{t('accounts.manage')}</Link>}>
          {(data) => <Totals accounts={data} />}
        </Panel>
        <ChangesCard />
      </div>
    </>
  );
}
