import type { Score, ScoreFactor } from '../../api/types';
import { countText, pointText, signedPointText } from '../../format/numbers';
import { t } from '../../i18n';
import { Bar } from '../../parts/Bar';
import { bandStarts } from './ScoreFigure';
import { groupTitle, inputText, inputTitle } from './score_words';
import { type Step, waterfall } from './waterfall';

function Inputs({ inputs }: { inputs: ScoreFactor['inputs'] }) {
  return (
    <table className="inputs">
      <caption className="unseen">{t('score.made_of')}</caption>
      <tbody>
        {inputs.map((input) => (
          <tr key={input.name}>
            <th scope="row">{inputTitle(input.name)}</th>
            <td>{inputText(input)}</td>
            <td className="number">{signedPointText(input.points)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Row({ step: { factor, tenths, from, to } }: { step: Step }) {
  const line = (
    <span className="step">
      <span className="step-title">{factor ? groupTitle(factor.group) : t('score.rounding')}</span>
      <Bar from={from / 10} to={to / 10} kind={tenths < 0 ? 'minus' : 'plus'} ticks={bandStarts} />
      <span className="step-points">{signedPointText(tenths / 10)}</span>
    </span>
  );
  if (!factor?.inputs.length) return line;
  return <details><summary>{line}</summary><Inputs inputs={factor.inputs} /></details>;
}

/** The points of each group, which add up to the score before the reader's eyes. */
export function Workings({ score }: { score: Score }) {
  const { start, steps } = waterfall(score);
  return (
    <div className="steps">
      <div className="step step-end">
        <span className="step-title">{t('score.start')}</span>
        <Bar from={0} to={start / 10} kind="base" ticks={bandStarts} />
        <span className="step-points">{pointText(start / 10)}</span>
      </div>
      {steps.map((step) => <Row key={step.factor?.group ?? 'rest'} step={step} />)}
      <div className="step step-end">
        <span className="step-title">{t('score.total')}</span>
        <Bar from={0} to={score.score} kind="total" ticks={bandStarts} />
        <span className="step-points">{countText(score.score)}</span>
      </div>
    </div>
  );
}
