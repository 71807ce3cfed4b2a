// Plain sentences for what went wrong.

import { Problem } from '../api/problem';
import { named, t } from '../i18n';

/** One plain sentence. */
export function sentence(reason: unknown): string {
  if (!(reason instanceof Problem)) return t('problem.unknown');
  if (reason.isUnreachable) return t('problem.unreachable');
  if (reason.status === 429) return t('problem.busy');
  if (reason.status >= 500) return t('problem.service');
  if (reason.status === 403) return t('problem.forbidden');
  if (reason.status === 404) return t('problem.gone');
  const text = reason.detail ? `${reason.message}: ${reason.detail}` : reason.message;
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

export const serviceName = (name: string) => named('service', name);
