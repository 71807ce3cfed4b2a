import { useQuery } from '@tanstack/react-query';
import { scoreHistoryQuery, scoreQuery } from '../../api/queries';
import type { PastScore, Score } from '../../api/types';
import { timeText } from '../../format/dates';
import { countText, shareText } from '../../format/numbers';
import { t } from '../../i18n';
import { LazyChart } from '../../parts/LazyChart';
import { Panel } from '../../parts/Panel';
import { refusedScore } from './NoScore';
import { ScoreFigure } from './ScoreFigure';
import { WhatIf } from './WhatIf';
import { Workings } from './Workings';

function caveats(score: Score): string[] {
  return [
    score.provisional && t('score.provisional', { share: shareText(score.coverage) }),
    score.rule_based && t('score.rule_based'),
    score.partial && t('score.partial'),
    score.uncalibrated && t('score.uncalibrated'),
  ].filter((text) => text !== false);
}

function Known({ score }: { score: Score }) {
  const risk = score.stress_probability;
  return (
    <>
      <ScoreFigure score={score} />
      {risk !== undefined && <p className="soft">{t('score.like_these', { count: Math.round(risk * 100) })}</p>}
      {caveats(score).map((text) => <p key={text} className="caveat">{text}</p>)}
      <h3>{t('score.adds_up')}</h3>
      <p className="soft">{t('score.no_cause')}</p>
      <Workings score={score} />
      <p className="soft small-text">
        {t('score.model', { id: score.model.id, time: timeText(score.computed_at) })}
      </p>
    </>
  );
}

function Past({ items }: { items: PastScore[] }) {
  const sorted = [...items].reverse();
  if (sorted.length < 2) return <p className="soft">{t('score.short_history')}</p>;
  return (
    <LazyChart
      label={t('score.history')}
      days={sorted.map(({ day }) => day)}
      lines={[{ title: t('screen.score'), values: sorted.map(({ score }) => score) }]}
      text={countText}
      range={[0, 100]}
    />
  );
}

export function ScoreScreen() {
  const score = useQuery(scoreQuery);
  const history = useQuery(scoreHistoryQuery);
  return (
    <>
      <Panel title={t('score.title')} service="prediction" asked={score} refused={refusedScore}>
        {(data) => <Known score={data} />}
      </Panel>
      {score.data && (
        <section className="panel" aria-label={t('lever.title')}>
          <header className="panel-head"><h2>{t('lever.title')}</h2></header>
          <WhatIf />
        </section>
      )}
      <Panel title={t('score.history')} service="prediction" asked={history}>
        {(items) => <Past items={items} />}
      </Panel>
    </>
  );
}
