import { useQuery } from '@tanstack/react-query';
import { Link, useSearchParams } from 'wouter';
import { cashFlowQuery, spendingQuery, type SpendingBy } from '../../api/queries';
import type { Reply, SpendingItem } from '../../api/types';
import { firstOf, isMonth, lastOf, monthBefore, monthText, shortMonthText, thisMonth, timeText, today } from '../../format/dates';
import { moneyText, sizeOf } from '../../format/money';
import { type MessageKey, t } from '../../i18n';
import { Amount } from '../../parts/Amount';
import { Bar } from '../../parts/Bar';
import { LazyChart } from '../../parts/LazyChart';
import { Panel } from '../../parts/Panel';
import { addressOf } from '../../api/client';

type Report = Reply<'/api/v1/reports/spending'>;

interface Span {
  from: string;
  to: string;
}

/** Where the rows behind a line are. */
function rowsOf({ key, name }: SpendingItem, by: SpendingBy, { from, to }: Span): string {
  if (by === 'month') return addressOf('/transactions', { from: firstOf(key), to: lastOf(key) });
  return addressOf('/transactions', { from, to, ...(by === 'category' ? { category_id: key } : { q: name }) });
}

const linesShown = 40;

function Lines({ report, by, span }: { report: Report; by: SpendingBy; span: Span }) {
  if (report.items.length === 0) return <p className="soft">{t('spending.none')}</p>;
  const most = Math.max(...report.items.map(({ amount }) => sizeOf(amount)), 0.01);
  const title = (item: SpendingItem) => (by === 'month' && isMonth(item.key) ? monthText(item.key) : item.name);
  return (
    <>
      <p className="figure"><Amount of={report.total} /> <span className="soft small-text">{t('spending.rows', { count: report.row_count })}</span></p>
      <ul className="plain-list">
        {report.items.slice(0, linesShown).map((item) => (
          <li key={item.key} className="step">
            <Link className="step-title" href={rowsOf(item, by, span)}>{title(item)}</Link>
            <Bar from={0} to={(sizeOf(item.amount) / most) * 100} />
            <span className="step-points"><Amount of={item.amount} /></span>
          </li>
        ))}
      </ul>
      <p className="soft small-text">{t('spending.as_of', { currency: report.total.currency, time: timeText(report.as_of) })}</p>
    </>
  );
}

const monthsShown = 12;

function FlowCard({ month }: { month: string }) {
  const from = firstOf(monthBefore(month, monthsShown - 1));
  const to = lastOf(month) < today() ? lastOf(month) : today();
  return (
    <Panel title={t('spending.flow')} service="analytics" asked={useQuery(cashFlowQuery(from, to))}>
      {({ currencies }) => (currencies.length === 0 ? <p className="soft">{t('spending.none')}</p> : currencies.map(({ currency, items }) => (
        <LazyChart
          key={currency}
          label={t('spending.flow_chart', { currency })}
          days={items.map((item) => item.from)}
          lines={[
            { title: t('money.in'), values: items.map(({ income }) => sizeOf(income)) },
            { title: t('money.out'), values: items.map(({ expense }) => sizeOf(expense)) },
          ]}
          text={(value) => moneyText({ amount: String(value), currency }, 'short')}
        />
      )))}
    </Panel>
  );
}

const groups: { by: SpendingBy; title: MessageKey }[] = [
  { by: 'category', title: 'spending.by_category' },
  { by: 'payee', title: 'spending.by_payee' },
  { by: 'month', title: 'spending.by_month' },
];

/** Three ways to cut the same rows; the address says which, and of which month. */
export function Spending() {
  const [parameters, setParameters] = useSearchParams();
  const asked = parameters.get('month');
  const month = isMonth(asked) ? asked : thisMonth();
  const by = groups.find((group) => group.by === parameters.get('by'))?.by ?? 'category';
  const span = by === 'month' ? { from: firstOf(monthBefore(month, monthsShown - 1)), to: lastOf(month) } : { from: firstOf(month), to: lastOf(month) };
  const report = useQuery(spendingQuery(span.from, span.to, by));
  const go = (change: Record<string, string>) => setParameters({ month, by, ...change }, { replace: true });
  return (
    <>
      <div className="actions month-choice">
        <button type="button" className="quiet" onClick={() => go({ month: monthBefore(month) })} aria-label={`${t('spending.before')}: ${shortMonthText(monthBefore(month))}`}>
          <span className="arrow" aria-hidden="true">‹</span> {shortMonthText(monthBefore(month))}
        </button>
        <strong aria-live="polite">{monthText(month)}</strong>
        <button type="button" className="quiet" disabled={month >= thisMonth()} onClick={() => go({ month: monthBefore(month, -1) })} aria-label={`${t('spending.after')}: ${shortMonthText(monthBefore(month, -1))}`}>
          {shortMonthText(monthBefore(month, -1))} <span className="arrow" aria-hidden="true">›</span>
        </button>
      </div>
      <div className="segments" role="group" aria-label={t('spending.cut')}>
        {groups.map((group) => (
          <button key={group.by} type="button" aria-pressed={by === group.by} onClick={() => go({ by: group.by })}>{t(group.title)}</button>
        ))}
      </div>
      <Panel title={t('screen.spending')} service="finance" asked={report}>
        {(data) => <Lines report={data} by={by} span={span} />}
      </Panel>
      <FlowCard month={month} />
    </>
  );
}
