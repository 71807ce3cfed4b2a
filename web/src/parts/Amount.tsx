import type { Money } from '../api/types';
import { isNegative, isZero, moneyText } from '../format/money';

interface AmountProps {
  of: Money;
  isSigned?: boolean;
  className?: string;
}

/** An amount; privacy mode veils it until it is touched or pointed at. */
export function Amount({ of, isSigned = false, className = '' }: AmountProps) {
  const kind = isNegative(of) ? 'negative' : isSigned && !isZero(of) ? 'positive' : '';
  return <bdi className={`amount ${kind} ${className}`}>{moneyText(of, isSigned ? 'signed' : 'plain')}</bdi>;
}
