import type { Score } from '../../api/types';
import { countText } from '../../format/numbers';
import { t } from '../../i18n';
import { Bar } from '../../parts/Bar';
import { bandTitle } from './score_words';

export const bandStarts = [20, 35, 50, 65, 80];

/** The number with its band and its honest range. */
export function ScoreFigure({ score }: { score: Score }) {
  const [low, high] = [Math.round(score.range.low), Math.round(score.range.high)];
  return (
    <>
      <div className="score">
        <p className="score-number">{countText(score.score)}<span className="soft"> {t('score.of_100')}</span></p>
        <div>
          <p className="band">{bandTitle(score.band)}</p>
          <p className="soft">{t('score.range', { low, high })}</p>
        </div>
      </div>
      <Bar from={low} to={high} kind="range" mark={score.score} ticks={bandStarts} />
    </>
  );
}
